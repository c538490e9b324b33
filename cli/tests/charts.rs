//! The pictures in `docs/charts` are what the command draws.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The picture that the command draws, by the words of `docs/charts/README.md`.
fn drawn(folder: &str, args: &[&str]) -> String {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("picture.svg");
    let output = Command::new(env!("CARGO_BIN_EXE_profilekit"))
        .arg("dashboard")
        .args(args)
        .arg("--svg")
        .arg(&path)
        .current_dir(root().join(folder))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    std::fs::read_to_string(path).unwrap()
}

/// The command of a picture in the README, without its continued lines.
fn command(picture: &str) -> Vec<String> {
    let readme = std::fs::read_to_string(root().join("docs/charts/README.md")).unwrap();
    let blocks = readme.split("```sh\n").skip(1);
    let block = blocks.map(|block| block.split("```").next().unwrap());
    let mut block = block.filter(|block| block.contains(picture));
    let command = block.next().unwrap().replace("\\\n", " ");
    let line = command
        .lines()
        .find(|line| line.starts_with("profilekit dashboard"));
    let words = line.unwrap().split_whitespace().skip(2).map(str::to_owned);
    let mut words: Vec<String> = words.collect();
    let place = words.iter().position(|word| word == "--svg").unwrap();
    words.drain(place..place + 2);
    words
}

/// Words and numbers, apart.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut digits = false;
    for character in text.chars() {
        let own = character.is_ascii_digit() || (digits && matches!(character, '.' | ','));
        match parts.last_mut().filter(|_| own == digits) {
            Some(part) => part.push(character),
            None => parts.push(character.into()),
        }
        digits = own;
    }
    parts
}

/// The same text, with numbers as near as a forecast on another machine may be.
fn agree(drawn: &str, committed: &str) {
    let (drawn, committed) = (parts(drawn), parts(committed));
    for (place, (one, two)) in drawn.iter().zip(&committed).enumerate() {
        let number = |text: &str| {
            text.trim_end_matches(['.', ','])
                .replace(',', "")
                .parse::<f64>()
        };
        let near = match (number(one), number(two)) {
            (Ok(one), Ok(two)) => (one - two).abs() <= 0.02 + two.abs() / 1000.0,
            _ => one == two,
        };
        let around = drawn[place.saturating_sub(12)..place].concat();
        assert!(
            near,
            "after {around}: {one}, committed {two}; draw it again"
        );
    }
    assert_eq!(drawn.len(), committed.len(), "draw it again");
}

fn committed(picture: &str) -> String {
    std::fs::read_to_string(root().join("docs/charts").join(picture)).unwrap()
}

/// Every chart says in words what it shows.
fn speaks(picture: &str) {
    let charts: Vec<&str> = picture.split("class=\"chart\"").skip(1).collect();
    assert!(charts.len() >= 5, "{} charts", charts.len());
    for chart in charts {
        let (head, rest) = chart.split_once('>').unwrap();
        assert!(head.contains("role=\"img\""), "{head}");
        let ids = head.split("aria-labelledby=\"").nth(1).unwrap();
        for id in ids.split('"').next().unwrap().split(' ') {
            assert!(rest.contains(&format!("id=\"{id}\">")), "{id}");
            assert_eq!(picture.matches(&format!("id=\"{id}\">")).count(), 1, "{id}");
        }
    }
    let head = picture.split("<style>").next().unwrap();
    assert!(head.contains("<title id=\"title\">") && head.contains("<desc id=\"desc\">"));
    for outside in ["http:", "https:", "<script", "url(", "@import"] {
        let own = picture.replace("http://www.w3.org/2000/svg", "");
        assert!(!own.contains(outside), "{outside}");
    }
}

#[test]
fn the_builder_s_picture_is_what_the_command_draws() {
    let words = command("builder.svg");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let picture = drawn("examples/dashboard", &words);
    speaks(&picture);
    agree(&picture, &committed("builder.svg"));
}

#[test]
fn the_shop_s_picture_is_what_the_command_draws() {
    let purchases = profilekit_tests::python(&root().join("docs/charts/purchases.py"));
    assert_eq!(purchases.lines().count(), 69_660);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("purchase.csv");
    std::fs::write(&path, purchases).unwrap();
    let words = command("cdnow.svg");
    let own = |word: &String| word.replace("purchase.csv", path.to_str().unwrap());
    let words: Vec<String> = words.iter().map(own).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let picture = drawn(".", &words);
    speaks(&picture);
    agree(&picture, &committed("cdnow.svg"));
    // The shop's owner reads the same figures as DuckDB does; see `tests/metrics`.
    assert!(picture.contains("2,500,315.63 USD") && picture.contains(">23,570<"));
}

#[test]
fn a_picture_that_differs_is_found() {
    let committed = committed("builder.svg");
    let other = committed.replacen("Requests to answer", "Requests", 1);
    assert!(std::panic::catch_unwind(|| agree(&other, &committed)).is_err());
    let other = committed.replacen("630.00 USD", "631.00 USD", 1);
    assert!(std::panic::catch_unwind(|| agree(&other, &committed)).is_err());
}
