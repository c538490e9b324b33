//! The whole run.

use std::fs;
use std::path::{Path, PathBuf};

use profilekit::Kernel;
use profilekit::error::{Failure, Locale};
use profilekit_sqlite::SqliteStore;

use crate::args::Args;
use crate::profile::{Desk, Profile, Stored};
use crate::report;

const BLUEPRINT: &[u8] = include_bytes!("../../../core/blueprints/marketplace.json");

/// Works through every file; says whether each of them went well.
pub(crate) fn run(args: &Args) -> Result<bool, String> {
    let kernel = Kernel::compile(BLUEPRINT).map_err(|_| "the blueprint does not compile")?;
    fs::create_dir_all(&args.out).map_err(|error| told(&args.out, &error))?;
    let database = args.out.join("marketplace.db");
    let store = SqliteStore::open(&database).map_err(|error| told(&database, &error))?;
    let desk = Desk {
        kernel: &kernel,
        store: &store,
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
    let html = report::write(&kernel, &profiles);
    fs::write(&page, html).map_err(|error| told(&page, &error))?;
    summary(&profiles, &database, &page);
    Ok(profiles.len() == args.files.len())
}

fn told(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("`{}`: {error}", path.display())
}

fn one(desk: &Desk<'_>, file: &Path, name: &str) -> Result<Profile, String> {
    let bytes = fs::read(file).map_err(|error| told(file, &error))?;
    let failed = |failure: Failure| {
        let help = failure.help(Locale::En).unwrap_or_default();
        format!(
            "`{}`: {} {help}",
            file.display(),
            failure.message(Locale::En)
        )
    };
    desk.process(name, &bytes).map_err(failed)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_identifiers() {
        assert_eq!(name(Path::new("a/New Grad.resume.json")), "new-grad");
        assert_eq!(name(Path::new("/")), "someone");
        let files = ["a/cv.json", "b/cv.json", "cv-2.json"].map(PathBuf::from);
        assert_eq!(names(&files), ["cv", "cv-2", "cv-2-2"]);
    }
}
