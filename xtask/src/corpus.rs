//! Whether every language ran every case of the corpus.

use std::fs;

use crate::Outcome;
use crate::step::root;

/// How many cases `tests/fixtures/wire` has: each stands on a line of its own.
pub(crate) fn cases() -> Outcome<usize> {
    let folder = root().join("tests/fixtures/wire");
    let files = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut count = 0;
    for file in files {
        let path = file.map_err(|error| error.to_string())?.path();
        let text = fs::read_to_string(&path);
        let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
        count += text.lines().filter(|line| is_case(line)).count();
    }
    Ok(count)
}

fn is_case(line: &str) -> bool {
    line.trim_start().starts_with("{\"name\":")
}

/// Compares what runners printed, `wire: N cases` each, with what there is.
pub(crate) fn compare(lines: &[String], runners: usize) -> Outcome {
    let said: Vec<usize> = lines.iter().filter_map(|line| counted(line)).collect();
    let there = cases()?;
    println!("    {said:?} of {there} cases of the corpus");
    if there > 0 && said == vec![there; runners] {
        return Ok(());
    }
    Err(format!(
        "{said:?} cases of the corpus ran; there are {there}, for {runners} runners"
    ))
}

fn counted(line: &str) -> Option<usize> {
    let (_, rest) = line.split_once("wire: ")?;
    rest.strip_suffix(" cases")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{cases, compare, counted};

    #[test]
    fn a_runner_that_left_a_case_out_is_refused() {
        let count = cases().unwrap_or_default();
        assert!(count > 1_000);
        let printed = |count: usize| [format!("# wire: {count} cases")];
        assert_eq!(counted("# wire: 7 cases"), Some(7));
        assert_eq!(compare(&printed(count), 1), Ok(()));
        assert!(compare(&printed(count), 2).is_err());
        assert!(compare(&printed(count - 1), 1).is_err());
        assert!(compare(&[], 1).is_err());
    }
}
