//! Language-neutral fixtures.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::workspace;

/// One file of `tests/fixtures/<area>`.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// The file's name without `.json`.
    pub name: String,
    /// The text as it lies on disk.
    pub text: String,
    /// The text as a value.
    pub json: Value,
}

/// Every fixture of an area, by name.
///
/// # Panics
///
/// Where the area has no fixture, or one is not JSON: a test without cases must not pass.
#[must_use]
pub fn fixtures(area: &str) -> Vec<Fixture> {
    let folder = workspace().join("tests/fixtures").join(area);
    let mut paths = json_files(&folder);
    paths.sort();
    assert!(!paths.is_empty(), "no fixtures in {}", folder.display());
    paths.iter().map(|path| read(path)).collect()
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect()
}

fn read(path: &Path) -> Fixture {
    let shown = path.display();
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{shown}: {error}"));
    let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{shown}: {error}"));
    let name = path.file_stem().unwrap_or_default();
    Fixture {
        name: name.to_string_lossy().into_owned(),
        text,
        json,
    }
}

/// Where an answer lacks something that the fixture has. Members that it does not name are free.
#[must_use]
pub fn difference(expected: &Value, found: &Value, path: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(_)) => expected
            .iter()
            .find_map(|(name, value)| difference(value, &found[name], &format!("{path}/{name}"))),
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let mut pairs = expected.iter().zip(found).enumerate();
            pairs.find_map(|(place, (one, two))| difference(one, two, &format!("{path}/{place}")))
        }
        _ if expected == found => None,
        _ => Some(format!("{path}: expected {expected}, found {found}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "no-such-area")]
    fn an_area_without_fixtures_is_refused() {
        let _ = fixtures("no-such-area");
    }
}
