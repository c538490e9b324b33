//! The file: one line for each change.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Error, Write};
use std::path::{Path, PathBuf};

use profilekit::privacy::Digest;
use profilekit::store::StoreError;

/// What a change makes of pairs: a value, or nothing.
pub(crate) type Change<'c> = Vec<(&'c str, Option<&'c str>)>;

/// A line in the middle of a journal is not what was written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenLine(
    /// Its number.
    pub usize,
);

impl std::fmt::Display for BrokenLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {} is not what was written", self.0)
    }
}

impl std::error::Error for BrokenLine {}

/// A file that only grows, until it is written anew.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    /// How much of it is whole.
    length: u64,
    lines: usize,
}

impl Journal {
    /// Opens a journal, or begins one, and gives back the pairs that it leads to.
    pub(crate) fn open(path: &Path) -> Result<(Self, BTreeMap<String, String>), StoreError> {
        let mut options = OpenOptions::new();
        options.create(true).read(true).append(true);
        let file = options.open(path).map_err(unavailable)?;
        file.try_lock().map_err(|error| unavailable(error.into()))?;
        let mut journal = Self {
            path: path.to_owned(),
            file,
            length: 0,
            lines: 0,
        };
        let text = fs::read(path).map_err(unavailable)?;
        let pairs = journal.replay(&text)?;
        journal.cut().map_err(unavailable)?;
        remember_names(path);
        Ok((journal, pairs))
    }

    /// Makes every change once more. What a crash left of the last line is no change.
    fn replay(&mut self, text: &[u8]) -> Result<BTreeMap<String, String>, StoreError> {
        let mut pairs = BTreeMap::new();
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let is_last = line.as_ptr_range().end == text.as_ptr_range().end;
            match read(line) {
                Some(change) => change.into_iter().for_each(|(key, value)| {
                    match value {
                        Some(value) => pairs.insert(key, value),
                        None => pairs.remove(&key),
                    };
                }),
                None if is_last => break,
                None => return Err(StoreError::Corrupt(Box::new(BrokenLine(self.lines + 1)))),
            }
            self.lines += 1;
            self.length += u64::try_from(line.len()).unwrap_or_default();
        }
        Ok(pairs)
    }

    /// Adds a change, and waits until the disk has it. Nothing of one that failed is kept.
    pub(crate) fn add(&mut self, change: &Change<'_>) -> Result<(), StoreError> {
        let line = line(change).map_err(|error| unavailable(error.into()))?;
        let written = self.file.write_all(&line);
        if let Err(error) = written.and_then(|()| self.file.sync_data()) {
            self.cut().map_err(unavailable)?;
            return Err(unavailable(error));
        }
        self.lines += 1;
        self.length += u64::try_from(line.len()).unwrap_or_default();
        Ok(())
    }

    /// Takes away what is behind the last whole line.
    fn cut(&self) -> Result<(), Error> {
        self.file.set_len(self.length)
    }

    /// Whether most of its lines are about what is no more.
    pub(crate) fn is_long(&self, pairs: usize) -> bool {
        self.lines > 1000 + pairs.saturating_mul(4)
    }

    /// Writes a journal of what is there now, and puts it in the place of this one.
    pub(crate) fn renew(&mut self, pairs: &BTreeMap<String, String>) -> Result<(), StoreError> {
        let beside = self.path.with_extension("new");
        // What is left of an attempt that was killed.
        let _ = fs::remove_file(&beside);
        let (mut fresh, _) = Self::open(&beside)?;
        let mut text = Vec::new();
        for (key, value) in pairs {
            let change = vec![(key.as_str(), Some(value.as_str()))];
            text.extend(line(&change).map_err(|error| unavailable(error.into()))?);
        }
        let written = fresh.file.write_all(&text);
        let written = written.and_then(|()| fresh.file.sync_all());
        let moved = written.and_then(|()| fs::rename(&beside, &self.path));
        moved.map_err(unavailable)?;
        remember_names(&self.path);
        fresh.path.clone_from(&self.path);
        fresh.length = u64::try_from(text.len()).unwrap_or_default();
        fresh.lines = pairs.len();
        *self = fresh;
        Ok(())
    }
}

/// `HASH [[KEY, VALUE or null], …]`, and the end of the line, which JSON text has none of.
fn line(change: &Change<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let json = serde_json::to_string(change)?;
    Ok(format!("{} {json}\n", Digest::of(json.as_bytes())).into_bytes())
}

fn read(line: &[u8]) -> Option<Vec<(String, Option<String>)>> {
    let line = str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (hash, json) = line.split_once(' ')?;
    let whole = Digest::of(json.as_bytes()).to_string() == hash;
    whole.then(|| serde_json::from_str(json).ok()).flatten()
}

/// Waits until the disk has the file's name, where the operating system can be asked for that.
fn remember_names(path: &Path) {
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
}

fn unavailable(error: Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}
