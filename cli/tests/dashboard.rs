//! `dashboard`: in the terminal, as JSON, as a page, and what it says when something is missing.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const FILES: [&str; 5] = [
    "booking.ndjson",
    "review.ndjson",
    "profile_view.csv",
    "portfolio_view.csv",
    "booking_answer.csv",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_profilekit"))
        .args(["dashboard", "../../core/blueprints/marketplace.json"])
        .args(["--now", "2026-11-22T12:00:00Z", "--zone", "Europe/Berlin"])
        .args(args)
        .current_dir(root().join("examples/dashboard"))
        .output()
        .unwrap()
}

fn builder(more: &[&str]) -> Output {
    let whose = ["--persona", "builder", "--user", "ada", "--facts"];
    run(&[&whose, &FILES[..], more].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json() -> Value {
    let output = builder(&["--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn card<'v>(dashboard: &'v Value, id: &str) -> &'v Value {
    let cards = dashboard["cards"].as_array().unwrap();
    cards.iter().find(|card| card["id"] == id).unwrap()
}

#[test]
fn figures_beyond_a_threshold_are_told_wherever_a_card_is() {
    let reason = "No-shows: 11.2676 %, above 10 %.";
    let dashboard = json();
    let breaches = &card(&dashboard, "no_shows")["breaches"];
    assert_eq!(breaches[0]["severity"], "warning", "{breaches}");
    assert_eq!(breaches[0]["reason"], reason, "{breaches}");
    assert_eq!(card(&dashboard, "response_time").get("breaches"), None);
    let terminal = text(&builder(&[]).stdout);
    assert!(
        terminal.contains(&format!("Warning: {reason}")),
        "{terminal}"
    );
    let page =
        std::env::temp_dir().join(format!("profilekit-{}-breaches.html", std::process::id()));
    let output = builder(&["--html", page.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let html = std::fs::read_to_string(&page).unwrap();
    std::fs::remove_file(&page).unwrap();
    let said = format!("<p class=\"breach warning\"><strong>Warning:</strong> {reason}</p>");
    assert!(html.contains(&said));
}

/// What a file says, added up by hand: completed sessions of ada's that are in November in Berlin.
#[test]
fn revenue_is_what_the_file_says() {
    let file = std::fs::read_to_string(root().join("examples/dashboard/booking.ndjson")).unwrap();
    let records = file
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let counted = records.filter(|record| {
        let at = record["document"]["starts_at"].as_str().unwrap();
        let own = record["relations"]["builder"] == "ada" && record["state"] == "completed";
        own && ("2026-10-31T23:00:00Z".."2026-11-22T12:00:00Z").contains(&at)
    });
    let cents = counted.map(|record| {
        let amount = record["document"]["price"]["amount"].as_str().unwrap();
        amount.replace('.', "").parse::<u64>().unwrap()
    });
    let sum: u64 = cents.sum();
    assert!(sum > 0);
    let line = &json()["cards"][2]["lines"][0];
    let expected = format!("{}.{:02}", sum / 100, sum % 100);
    assert_eq!(line["value"], expected.as_str());
}

#[test]
fn the_terminal_shows_every_card() {
    let output = builder(&[]);
    assert_eq!(output.status.code(), Some(0));
    let shown = text(&output.stdout);
    for card in json()["cards"].as_array().unwrap() {
        assert!(shown.contains(card["label"].as_str().unwrap()), "{shown}");
    }
    let revenue = shown.lines().find(|line| line.starts_with("Revenue"));
    let revenue = revenue.unwrap();
    assert!(
        revenue.contains("USD") && revenue.contains('█'),
        "{revenue}"
    );
}

#[test]
fn a_page_needs_nothing_else_and_says_everything_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let output = builder(&["--html", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout).lines().count(), 1);
    let page = std::fs::read_to_string(path).unwrap();
    for outside in ["http:", "https:", "<script", "<link", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let charts: Vec<&str> = page.split("<svg class=\"chart\"").skip(1).collect();
    assert!(charts.len() >= 5, "{} charts", charts.len());
    for chart in charts {
        let (chart, rest) = chart.split_once("</svg>").unwrap();
        let head = chart.split_once('>').unwrap().0;
        assert!(head.contains("role=\"img\"") && head.contains("tabindex=\"0\""));
        let ids = head.split("aria-labelledby=\"").nth(1).unwrap();
        let ids = ids.split('"').next().unwrap();
        for id in ids.split(' ') {
            assert!(chart.contains(&format!("id=\"{id}\">")), "{id}");
        }
        let table = rest.split_once("</table>").unwrap().0;
        assert!(table.contains("<caption>"), "no table beside the chart");
        let points = chart.matches("<rect").count() + chart.matches("<circle").count();
        assert!(table.matches("<td>").count() >= points, "{points} points");
    }
    let revenue = card(&json(), "revenue")["lines"][0]["value"].clone();
    assert!(page.contains(&format!("{} USD", revenue.as_str().unwrap())));
}

#[test]
fn labels_of_facts_are_no_markup() {
    let folder = tempfile::tempdir().unwrap();
    let views = folder.path().join("portfolio_view.csv");
    let csv = "at,builder,item,viewer,followed\n2026-11-20T10:00:00Z,ada,<script>alert(1)</script>,v,true\n";
    std::fs::write(&views, csv).unwrap();
    let page = folder.path().join("page.html");
    let files = [FILES[0], FILES[1], FILES[2], FILES[4]];
    let whose = ["--persona", "builder", "--user", "ada", "--facts"];
    let own = [views.to_str().unwrap(), "--html", page.to_str().unwrap()];
    let output = run(&[&whose, &files[..], &own].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let page = std::fs::read_to_string(page).unwrap();
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
}

#[test]
fn rows_that_cannot_be_read_are_findings() {
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers.csv");
    std::fs::write(
        &answers,
        "at,builder,minutes\n2026-11-20T10:00:00Z,ada,soon\n",
    )
    .unwrap();
    let named = format!("booking_answer={}", answers.display());
    let whose = ["--persona", "builder", "--user", "ada", "--facts"];
    let output = run(&[&whose, &FILES[..4], &[&named]].concat());
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.contains("booking_answer line 2, minutes:"), "{told}");
}

#[test]
fn what_cannot_be_carried_out_says_what_to_do() {
    for (args, said) in [
        (vec!["--persona", "builder"], "--user"),
        (vec!["--persona", "bilder", "--user", "ada"], "bilder"),
        (
            vec!["--persona", "support", "--user", "ada"],
            "no dashboard",
        ),
        (
            vec!["--persona", "builder", "--user", "ada"],
            "profile_view",
        ),
        (
            vec![
                "--persona",
                "builder",
                "--user",
                "ada",
                "--zone",
                "Mars/Base",
            ],
            "Mars/Base",
        ),
        (
            vec![
                "--persona",
                "builder",
                "--user",
                "ada",
                "--facts",
                "a.csv",
                "a.ndjson",
            ],
            "twice",
        ),
    ] {
        let mut full = vec!["dashboard", "../../core/blueprints/marketplace.json"];
        full.extend(&args);
        let output = Command::new(env!("CARGO_BIN_EXE_profilekit"))
            .args(&full)
            .current_dir(root().join("examples/dashboard"))
            .output()
            .unwrap();
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains(said), "{args:?}: {told}");
    }
}

#[test]
fn what_is_expected_names_its_method() {
    let dashboard = json();
    let revenue = card(&dashboard, "revenue");
    let outlook = &revenue["outlooks"][0];
    assert_eq!(outlook["method"], "AutoETS");
    assert!(outlook["reason"].as_str().unwrap().contains("11 figures"));
    let points = outlook["points"].as_array().unwrap();
    let series = revenue["lines"][0]["series"].as_array().unwrap();
    assert_eq!(points.len(), 3);
    assert_eq!(points[0]["start"], series.last().unwrap()["start"]);
    for point in points {
        let number = |name: &str| point[name].as_str().unwrap().parse::<f64>().unwrap();
        assert!(number("lower") <= number("value") && number("value") <= number("upper"));
    }
    assert!(card(&dashboard, "views")["outlooks"].is_null());
    let shown = text(&builder(&[]).stdout);
    assert!(
        shown.contains("Revenue this month, what is expected"),
        "{shown}"
    );
}

/// The three tables of events as a database keeps them.
const TABLES: &str = "
    CREATE TABLE profile_view (at TEXT, builder TEXT, viewer TEXT);
    CREATE TABLE looks (at TEXT, builder TEXT, item TEXT, viewer TEXT, followed INTEGER);
    CREATE TABLE booking_answer (at TEXT, builder TEXT, minutes INTEGER);";

/// The rows of a CSV file as values of SQL, empty ones missing.
fn rows(file: &str, bools: [&str; 2]) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("examples/dashboard").join(file)).unwrap();
    let row = |line: &str| {
        let cells = line.split(',').map(|cell| match cell {
            "" => "NULL".to_owned(),
            "true" => bools[0].to_owned(),
            "false" => bools[1].to_owned(),
            text => format!("'{text}'"),
        });
        format!("({})", cells.collect::<Vec<_>>().join(", "))
    };
    text.lines().skip(1).map(row).collect()
}

fn inserts(bools: [&str; 2]) -> String {
    let tables = [
        ("profile_view", "profile_view.csv"),
        ("looks", "portfolio_view.csv"),
        ("booking_answer", "booking_answer.csv"),
    ];
    let insert = |(table, file): (&str, &str)| {
        format!(
            "INSERT INTO {table} VALUES {};",
            rows(file, bools).join(", ")
        )
    };
    tables.into_iter().map(insert).collect()
}

#[test]
fn facts_in_a_database_give_the_same_dashboard() {
    let expected = json();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.db");
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(TABLES).unwrap();
    file.execute_batch(&inserts(["1", "0"])).unwrap();

    let server = profilekit_tests::Postgres::start();
    let made = TABLES
        .replace("at TEXT", "at timestamptz")
        .replace("followed INTEGER", "followed boolean");
    let mut client = postgres::Client::connect(&server.address(), postgres::NoTls).unwrap();
    client.batch_execute(&made).unwrap();
    client.batch_execute(&inserts(["true", "false"])).unwrap();
    let sqlite = format!("sqlite:{}", path.display());
    let postgres = format!("postgres:{}", server.address());
    for (view, look, answer) in [
        (&sqlite, &sqlite, &sqlite),
        (&postgres, &postgres, &postgres),
        (&sqlite, &postgres, &sqlite),
    ] {
        let facts = [
            format!("{view}#profile_view"),
            format!("portfolio_view={look}#looks"),
            format!("booking_answer={answer}"),
        ];
        let whose = ["--persona", "builder", "--user", "ada", "--json", "--facts"];
        let mut args = [&whose, &FILES[..2]].concat();
        args.extend(facts.iter().map(String::as_str));
        let output = run(&args);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(found, expected);
    }

    for (given, said) in [
        (format!("booking={sqlite}#booking"), "are records"),
        (
            format!("profile_view={sqlite}#nothing"),
            "there is no such table",
        ),
        (
            format!("portfolio_view={sqlite}#booking_answer"),
            "there is no column `item`",
        ),
        ("profile_view=sqlite:none.db#x".to_owned(), "no file"),
        ("sqlite:none.db".to_owned(), "not a place of facts"),
    ] {
        let whose = ["--persona", "builder", "--user", "ada", "--facts"];
        let name = given.split('=').next().unwrap().to_owned();
        let others: Vec<&str> = FILES
            .into_iter()
            .filter(|file| file.split('.').next() != Some(&*name))
            .collect();
        let output = run(&[&whose, &others[..], &[&given]].concat());
        assert_eq!(output.status.code(), Some(2), "{given}");
        let told = text(&output.stderr);
        assert!(told.contains(said), "{given}: {told}");
    }
}
