//! Files that are kept: line by line, for nobody else's eyes.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::input;
use crate::output::Misuse;

/// A file that lines are written to.
#[derive(Debug)]
pub(crate) struct Lines {
    file: File,
    path: PathBuf,
}

impl Lines {
    /// A new file.
    pub(crate) fn fresh(path: &Path) -> Result<Self, Misuse> {
        Self::open(path, OpenOptions::new().create_new(true).write(true))
    }

    /// A file that grows, made where it is missing.
    pub(crate) fn growing(path: &Path) -> Result<Self, Misuse> {
        let mut options = OpenOptions::new();
        let mut lines = Self::open(path, options.create(true).read(true).append(true))?;
        lines.end_line().map_err(|error| lines.refused(&error))?;
        Ok(lines)
    }

    fn open(path: &Path, options: &mut OpenOptions) -> Result<Self, Misuse> {
        only_mine(options);
        let path = path.to_owned();
        match options.open(&path) {
            Ok(file) => Ok(Self { file, path }),
            Err(error) => {
                let help = "Name a file that can be written; a new one must not be there yet.";
                let message = format!("`{}` cannot be written: {error}.", path.display());
                Err(Misuse::new(message, help))
            }
        }
    }

    /// A line that was cut off, when a machine lost power, is left behind.
    fn end_line(&mut self) -> io::Result<()> {
        if self.file.seek(SeekFrom::End(0))? == 0 {
            return Ok(());
        }
        self.file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        self.file.read_exact(&mut last)?;
        if last == *b"\n" {
            return Ok(());
        }
        self.file.write_all(b"\n")
    }

    /// Writes a line.
    pub(crate) fn push(&mut self, line: &str) -> io::Result<()> {
        self.file.write_all(format!("{line}\n").as_bytes())
    }

    /// Waits until what was written outlives the machine.
    pub(crate) fn keep(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Writes lines that outlive the machine.
    pub(crate) fn push_all<T: Serialize>(&mut self, all: &[T]) -> Result<(), Misuse> {
        let written = all.iter().try_for_each(|one| {
            let line = serde_json::to_string(one)?;
            self.push(&line)
        });
        let kept = written.and_then(|()| self.keep());
        kept.map_err(|error| self.refused(&error))
    }

    /// Why a line could not be written.
    pub(crate) fn refused(&self, error: &io::Error) -> Misuse {
        let message = format!("`{}` cannot be written: {error}.", self.path.display());
        Misuse::new(
            message,
            "Check the room on the disk and who may write there.",
        )
    }
}

#[cfg(unix)]
fn only_mine(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn only_mine(_: &mut OpenOptions) {}

/// Every line of a file; `what` is what each should be.
pub(crate) fn lines<T: DeserializeOwned>(path: &Path, what: &str) -> Result<Vec<T>, Misuse> {
    let bytes = input::read(path)?;
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    lines
        .map(|(number, line)| {
            // The parser's own words may quote the line, which may name somebody.
            serde_json::from_slice(line).map_err(|_| {
                let place = format!("`{}`, line {}", path.display(), number + 1);
                Misuse::new(format!("{place}, is no {what}."), "Look at that line.")
            })
        })
        .collect()
}
