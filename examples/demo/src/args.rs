//! The command line: `--out FOLDER [--season FOLDER] FILE…`.

use std::path::PathBuf;

/// What to work on.
pub(crate) struct Args {
    /// Where the database and the report go.
    pub(crate) out: PathBuf,
    /// Where the records of a season lie.
    pub(crate) season: Option<PathBuf>,
    /// JSON Resume documents.
    pub(crate) files: Vec<PathBuf>,
}

pub(crate) fn read() -> Result<Args, String> {
    parse(std::env::args().skip(1))
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Args, String> {
    let (mut out, mut season, mut files) = (None, None, Vec::new());
    while let Some(word) = words.next() {
        match word.as_str() {
            "--out" => out = words.next().map(PathBuf::from),
            "--season" => season = words.next().map(PathBuf::from),
            _ => files.push(PathBuf::from(word)),
        }
    }
    match out {
        Some(out) if !files.is_empty() => Ok(Args { out, season, files }),
        _ => Err("usage: profilekit-demo --out FOLDER [--season FOLDER] FILE…".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_a_file_are_needed() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let args = parse(words("--out o a.json b.json").into_iter()).unwrap();
        assert_eq!((args.out, args.files.len()), (PathBuf::from("o"), 2));
        let args = parse(words("--out o --season s a.json").into_iter()).unwrap();
        assert_eq!(
            (args.season, args.files.len()),
            (Some(PathBuf::from("s")), 1)
        );
        assert!(parse(words("a.json").into_iter()).is_err());
        assert!(parse(words("--out o").into_iter()).is_err());
    }
}
