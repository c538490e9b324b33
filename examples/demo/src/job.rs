//! The whole run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use profilekit::Kernel;
use profilekit::error::Locale;
use profilekit::hub::{Entropy, Hub, Refusal};
use profilekit_sqlite::SqliteStore;

use crate::args::Args;
use crate::profile::{Desk, Profile, Stored};
use crate::report;
use crate::season::{self, Played};

const BLUEPRINT: &[u8] = include_bytes!("../../../core/blueprints/marketplace.json");

/// The operating system's generator of random bytes.
struct Machine;

impl Entropy for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            eprintln!("error: the machine gives no randomness: {error}");
            // Nothing may go on with bytes that somebody can foresee.
            std::process::exit(2)
        }
    }
}

/// Works through every file; says whether each of them went well.
pub(crate) fn run(args: &Args) -> Result<bool, String> {
    let kernel = Kernel::compile(BLUEPRINT).map_err(|_| "the blueprint does not compile")?;
    fs::create_dir_all(&args.out).map_err(|error| told(&args.out, &error))?;
    let database = args.out.join("marketplace.db");
    let store = SqliteStore::open(&database).map_err(|error| told(&database, &error))?;
    let hub = Hub::new(kernel, Arc::new(store), Arc::new(Machine));
    let desk = Desk {
        hub: &hub,
        now: chrono::Utc::now().timestamp_micros(),
    };
    let mut profiles = Vec::new();
    let names = names(&args.files);
    for (number, (file, name)) in args.files.iter().zip(&names).enumerate() {
        let progress = format!("[{}/{}]", number + 1, args.files.len());
        match one(&desk, file, name) {
            Ok(profile) => {
                println!("{progress} {}", line(&profile));
                profiles.push(profile);
            }
            // The rest is still done.
            Err(message) => eprintln!("{progress} error: {message}"),
        }
    }
    if profiles.is_empty() {
        return Err(
            "none of the files is a JSON Resume document; the report stays as it was".into(),
        );
    }
    let page = args.out.join("report.html");
    let html = report::write(hub.kernel(), &profiles);
    fs::write(&page, html).map_err(|error| told(&page, &error))?;
    summary(&profiles, &database, &page);
    if let Some(folder) = &args.season {
        let played = season::play(&hub, folder);
        let Played { all, new } = pollster::block_on(played).map_err(|refusal| words(&refusal))?;
        println!("a season of {all} bookings and reviews, {new} of them new");
    }
    let whole = pollster::block_on(books(&hub)).map_err(|refusal| words(&refusal))?;
    Ok(whole && profiles.len() == args.files.len())
}

fn told(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("`{}`: {error}", path.display())
}

fn one(desk: &Desk<'_>, file: &Path, name: &str) -> Result<Profile, String> {
    let bytes = fs::read(file).map_err(|error| told(file, &error))?;
    let failed = |refusal| format!("`{}`: {}", file.display(), words(&refusal));
    pollster::block_on(desk.process(name, &bytes)).map_err(failed)
}

/// A refusal in words.
fn words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Failed(failure) => {
            let help = failure.help(Locale::En).unwrap_or_default();
            format!("{} {help}", failure.message(Locale::En))
        }
        Refusal::Invalid(violations) => {
            let told = violations.iter();
            let told = told.map(|one| format!("{} {}", one.path, one.message(Locale::En)));
            told.collect::<Vec<_>>().join(" ")
        }
    }
}

/// The people that files are about: two files of one name are about two people.
fn names(files: &[PathBuf]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for file in files {
        let plain = name(file);
        let mut own = plain.clone();
        let mut number = 2;
        while names.contains(&own) {
            own = format!("{plain}-{number}");
            number += 1;
        }
        names.push(own);
    }
    names
}

/// The person that a file is about: its name in the letters of an identifier.
fn name(file: &Path) -> String {
    let stem = file
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase());
    let stem = stem.unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = stem.chars().map(plain).take(100).collect();
    if name.is_empty() {
        "someone".to_owned()
    } else {
        name
    }
}

fn line(profile: &Profile) -> String {
    let score = &profile.score;
    let points = score
        .score
        .map_or("–".to_owned(), |points| points.to_string());
    let filled = usize::from(score.score.unwrap_or(0) / 10);
    let next = score
        .next
        .first()
        .and_then(|index| score.checks.get(*index));
    let next = next.and_then(|check| check.issue.as_ref().map(|(_, _, fix)| (fix, check.gain)));
    let next = next.map_or(String::new(), |(fix, gain)| {
        format!(" · next: {fix} (+{gain})")
    });
    format!(
        "{:<18} {:<9} {}{} {:>3}/100 {}{next}",
        profile.name,
        profile.stored.word(),
        "█".repeat(filled),
        "░".repeat(10 - filled),
        points,
        score.level.as_deref().unwrap_or_default(),
    )
}

fn summary(profiles: &[Profile], database: &Path, page: &Path) {
    let count = |stored| profiles.iter().filter(|p| p.stored == stored).count();
    println!(
        "\n{} new, {} changed, {} unchanged in {}",
        count(Stored::New),
        count(Stored::Changed),
        count(Stored::Same),
        database.display()
    );
    println!("report: {}", page.display());
}

/// What the store announces and accounts for; says whether the account is whole.
async fn books(hub: &Hub) -> Result<bool, Refusal> {
    let backlog = hub.store().backlog().await?;
    let verified = hub.verify(&[]).await?;
    let whole = verified.broken.is_empty();
    println!(
        "{} announcements wait in the outbox; the account of {} changes is {}",
        backlog.pending,
        verified.links,
        if whole { "whole" } else { "broken" }
    );
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use profilekit::access::SubjectHead;
    use profilekit::hub::{Call, Look};
    use profilekit::kernel::Supplied;
    use profilekit::metrics::{Calendar, Facts, Weekday, Zone};
    use profilekit::store::{Account, Address, Outbox, Records};
    use profilekit::time::parse_instant;

    use crate::profile::KIND;

    use super::*;

    const FIRST: &str = r#"{"basics":{"name":"Ada","label":"Engineer","email":"ada@example.com",
        "summary":"Engines."},"skills":[{"name":"Algebra"}]}"#;
    const SECOND: &str = r#"{"basics":{"name":"Ada","label":"Analyst","email":"ada@example.com"}}"#;

    /// The document, its version, and how much is announced and accounted for.
    fn state(args: &Args) -> (String, i64, u64, i64) {
        assert!(run(args).unwrap());
        let store = SqliteStore::open(args.out.join("marketplace.db")).unwrap();
        let address = Address::new("", KIND, "profile-ada");
        pollster::block_on(async {
            let record = store.get(&address).await.unwrap().unwrap();
            let pending = store.backlog().await.unwrap().pending;
            let links = store.chains().await.unwrap()[0].1;
            (record.document, record.version, pending, links)
        })
    }

    #[test]
    fn a_second_run_changes_nothing_and_another_document_does() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ada.json");
        let args = Args {
            out: folder.path().join("out"),
            season: None,
            files: vec![file.clone()],
        };
        fs::write(&file, FIRST).unwrap();
        let first = state(&args);
        assert_eq!(state(&args), first);
        assert_eq!((first.1, first.2), (2, 2), "made, and an audience chosen");
        fs::write(&file, SECOND).unwrap();
        let second = state(&args);
        assert_eq!((second.1, second.2, second.3), (3, 3, first.3 + 1));
        assert!(
            second.0.contains("Analyst") && !second.0.contains("Algebra"),
            "{}",
            second.0
        );
        // What came before is no answer that was kept.
        for (version, document) in [(4, FIRST), (5, SECOND), (6, FIRST)] {
            fs::write(&file, document).unwrap();
            assert_eq!(state(&args).1, version);
        }
        assert_eq!(state(&args).0, first.0);
        let report = fs::read_to_string(args.out.join("report.html")).unwrap();
        assert!(report.contains("<h3>History</h3>"));
    }

    #[test]
    fn a_season_is_played_once_and_its_dashboard_is_that_of_the_sample() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dashboard");
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let kernel = Kernel::compile(BLUEPRINT).unwrap();
        let hub = Hub::new(kernel, store.clone(), Arc::new(Machine));
        let played = |hub| pollster::block_on(season::play(hub, &sample)).unwrap();
        let all = 102 + 35;
        assert_eq!(played(&hub), Played { all, new: all });
        let links = pollster::block_on(store.chains()).unwrap();
        assert_eq!(played(&hub), Played { all, new: 0 });
        assert_eq!(pollster::block_on(store.chains()).unwrap(), links);

        let head = SubjectHead {
            id: Some("ada"),
            roles: &["builder"],
            persona: Some("builder"),
            ..SubjectHead::default()
        };
        let ada = hub.kernel().subject(&head).unwrap();
        let now = parse_instant("2026-11-22T12:00:00Z").unwrap();
        let calendar = Calendar {
            zone: Zone::named("Europe/Berlin").unwrap(),
            week_start: Weekday::Monday,
        };
        let given = ["profile_view", "portfolio_view", "booking_answer"].map(|name| {
            let text = fs::read_to_string(sample.join(format!("{name}.csv"))).unwrap();
            let shape = &hub.kernel().fact_table(name).unwrap().shape;
            Supplied::facts(name, Facts::from_csv(shape, &text).unwrap().facts)
        });
        let look = Look {
            given: &given,
            ..Look::by(calendar)
        };
        let call = Call::new(&ada, now);
        let dashboard = pollster::block_on(hub.dashboard(&call, &look)).unwrap();
        let revenue = dashboard
            .cards
            .iter()
            .find(|card| &*card.answer.id == "revenue");
        let revenue = revenue.unwrap().answer.lines[0].value.unwrap();
        assert_eq!(revenue.to_string(), completed_in_november(&sample));
    }

    /// Completed sessions in November in Berlin, added up by hand.
    fn completed_in_november(sample: &Path) -> String {
        let text = fs::read_to_string(sample.join("booking.ndjson")).unwrap();
        let completed = text
            .lines()
            .filter(|line| line.contains(r#""state":"completed""#));
        let instants = completed.map(|line| {
            let after = |name: &str, line: &str| line.split(name).nth(1).unwrap().to_owned();
            let starts = parse_instant(&after(r#""starts_at":""#, line)[..20]).unwrap();
            let price = after(r#""price":{"amount":""#, line);
            let price: f64 = price.split('"').next().unwrap().parse().unwrap();
            (starts, price)
        });
        let from = parse_instant("2026-10-31T23:00:00Z").unwrap();
        let until = parse_instant("2026-11-22T12:00:00Z").unwrap();
        let within = instants.filter(|(starts, _)| (from..until).contains(starts));
        format!("{:.2}", within.map(|(_, price)| price).sum::<f64>())
    }

    #[test]
    fn names_are_identifiers() {
        assert_eq!(name(Path::new("a/New Grad.resume.json")), "new-grad");
        assert_eq!(name(Path::new("/")), "someone");
        let files = ["a/cv.json", "b/cv.json", "cv-2.json"].map(PathBuf::from);
        assert_eq!(names(&files), ["cv", "cv-2", "cv-2-2"]);
    }
}
