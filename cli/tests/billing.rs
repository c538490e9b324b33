//! `bill` and `earnings`, and dashboards of what was earned.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

const SAAS: &str = "core/blueprints/saas.json";
const FILES: [&str; 2] = [
    "examples/billing/payment.csv",
    "examples/billing/credit.csv",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_profilekit"))
        .args(args)
        .current_dir(root())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn bill(more: &[&str]) -> Output {
    run(&[&["bill", SAAS, "--offer", "starter"], more].concat())
}

fn earnings(more: &[&str]) -> Output {
    run(&[&["earnings", SAAS, "--facts"], &FILES[..], more].concat())
}

fn parsed(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)))
}

#[test]
fn what_was_told_in_a_file_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("told.json");
    let told = told.to_str().unwrap();
    let marks = |used: &str, period: &str| {
        let args = ["--used", used, "--period", period, "--told", told, "--json"];
        let output = bill(&args);
        let found = parsed(&output);
        let alerts = found["alerts"].as_array().unwrap().clone();
        assert_eq!(output.status.code(), Some(i32::from(!alerts.is_empty())));
        alerts
            .iter()
            .map(|alert| alert["mark"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert!(marks("400", "2026-03").is_empty());
    assert_eq!(marks("850", "2026-03"), [50, 80]);
    assert!(marks("990", "2026-03").is_empty());
    assert_eq!(marks("1500", "2026-03"), [100]);
    assert!(marks("1600", "2026-03").is_empty());
    assert_eq!(marks("600", "2026-04"), [50]);
    std::fs::write(told, "{\"weather\":{}}").unwrap();
    assert_eq!(bill(&["--told", told]).status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(told).unwrap(), "{\"weather\":{}}");
}

#[test]
fn people_are_told_the_highest_mark_of_each() {
    let shown = text(&bill(&["--used", "1500", "--budget", "8"]).stdout);
    let alerts: Vec<&str> = shown
        .lines()
        .filter(|line| line.starts_with("alert:"))
        .collect();
    assert_eq!(
        alerts,
        [
            "alert: 1500 of 1000 events that are included are used: 150.0 %, at or above 100 %.",
            "alert: The bill so far is 5.00 of a budget of 8.00 USD: 62.5 %, at or above 50 %.",
        ]
    );
}

#[test]
fn a_call_that_cannot_be_carried_out_says_what_to_do() {
    for (args, said) in [
        (vec!["--passed", "40/30"], "10/30"),
        (vec!["--passed", "half"], "10/30"),
        (vec!["--credit", "12.5 USD"], "12.50"),
        (vec!["--budget", "0.001"], "2 digits"),
        (vec!["--budget", "0"], "budget"),
    ] {
        let output = bill(&args);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains(said), "{args:?}: {told}");
    }
    for (args, said) in [
        (
            vec!["bill", SAAS, "--offer", "stater"],
            "starter, growth, scale",
        ),
        (
            vec!["bill", "core/blueprints/talent.json", "--offer", "x"],
            "no `offers`",
        ),
        (
            vec![
                "earnings",
                "core/blueprints/talent.json",
                "--facts",
                FILES[0],
            ],
            "who earns what",
        ),
        (vec!["earnings", SAAS, "--facts", FILES[0]], "credit"),
    ] {
        let output = run(&args);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains(said), "{args:?}: {told}");
    }
}

/// What a customer was charged is what those who built it have, or nobody's.
#[test]
fn parts_and_what_is_left_are_the_file() {
    let output = earnings(&["--json"]);
    assert_eq!(output.status.code(), Some(1), "something is nobody's");
    let found = parsed(&output);
    let cents = |text: &Value| {
        text.as_str()
            .unwrap()
            .replace('.', "")
            .parse::<i64>()
            .unwrap()
    };
    let file = std::fs::read_to_string(root().join(FILES[0])).unwrap();
    for (row, line) in file.lines().skip(1).enumerate() {
        let charge = line.rsplit(',').next().unwrap().split(' ').next().unwrap();
        let own = |list: &str, of: &str| -> i64 {
            let list = found[list].as_array().unwrap().iter();
            let own = list.filter(|one| one["row"] == row);
            own.map(|one| cents(&one[of])).sum()
        };
        let all = own("earnings", "part") + own("left", "charge");
        assert_eq!(all, cents(&json!(charge)), "{line}");
        assert_eq!(
            own("earnings", "part"),
            own("earnings", "kept") + own("earnings", "earned")
        );
    }
    let explained = text(&earnings(&["--explain"]).stdout);
    for earning in found["earnings"].as_array().unwrap() {
        assert!(
            explained.contains(earning["reason"].as_str().unwrap()),
            "{explained}"
        );
    }
}

/// A dashboard of charges and credits is that of the charges which follow from them.
#[test]
fn dashboards_take_charges_and_credits() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, text) in [
        (
            "usage.csv",
            "at,tenant,builder,customer_account,widget,implementation,units\n",
        ),
        ("request.csv", "at,tenant,builder,widget,millis,failed\n"),
        ("implementation.ndjson", ""),
        ("project.ndjson", ""),
        ("ticket.ndjson", ""),
        ("listing_rating.ndjson", ""),
        ("invoice.ndjson", ""),
    ] {
        std::fs::write(path(name), text).unwrap();
    }
    let payments = std::fs::read_to_string(root().join(FILES[0])).unwrap();
    let payments: Vec<&str> = payments.lines().skip(1).collect();
    let earned = parsed(&earnings(&["--json"]));
    let rows = earned["earnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|earning| {
            let row = usize::try_from(earning["row"].as_u64().unwrap()).unwrap();
            let cells: Vec<&str> = payments[row].split(',').collect();
            let money =
                |of: &str| json!({ "amount": earning[of], "currency": earning["currency"] });
            json!({
            "at": cells[0], "tenant": cells[1], "implementation": cells[2], "customer": cells[3],
            "customer_account": cells[4], "project": cells[5], "widget": cells[6],
            "builder": earning["builder"], "amount": money("part"), "commission": money("kept"),
        })
        .to_string()
        });
    std::fs::write(path("charge.ndjson"), rows.collect::<Vec<_>>().join("\n")).unwrap();
    let others = [
        "usage.csv",
        "request.csv",
        "implementation.ndjson",
        "project.ndjson",
    ];
    let others =
        others
            .into_iter()
            .chain(["ticket.ndjson", "listing_rating.ndjson", "invoice.ndjson"]);
    let others: Vec<String> = others.map(path).collect();
    let dashboard = |own: &[&str]| {
        let mut args = vec!["dashboard", SAAS, "--persona", "builder", "--user", "ada"];
        args.extend([
            "--tenant",
            "north",
            "--now",
            "2026-11-22T12:00:00Z",
            "--json",
            "--facts",
        ]);
        args.extend(own);
        args.extend(others.iter().map(String::as_str));
        let output = run(&args);
        (parsed(&output), text(&output.stderr))
    };
    let charge = path("charge.ndjson");
    let (expected, told) = dashboard(&[&charge]);
    assert_eq!(told, "");
    let (found, told) = dashboard(&FILES);
    assert_eq!(found, expected);
    assert!(
        told.contains("Nobody has a part of `map_on_initech`"),
        "{told}"
    );
    let cards = found["cards"].as_array().unwrap();
    let card = |id: &str| cards.iter().find(|card| card["id"] == id).unwrap();
    // Of November's 255.00 − 40.00 two thirds, and 81.25: 170.00 − 26.67 + 81.25.
    let dollars = card("revenue")["lines"].as_array().unwrap();
    let dollars = dollars
        .iter()
        .find(|line| line["unit"]["currency"] == "USD" || line["currency"] == "USD");
    assert_eq!(dollars.unwrap()["value"], "224.58");
}
