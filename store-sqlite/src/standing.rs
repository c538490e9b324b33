//! Whether the file is still where it was opened.
//!
//! A file that is deleted, or another one that is moved to its place, goes unnoticed by whoever has
//! it open: what they write then is gone with them. On Windows nobody can do that to an open file.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use profilekit::store::StoreError;

/// How long what was seen of the file is good enough for somebody who reads.
const GOOD_FOR: Duration = Duration::from_millis(100);

/// The file of an open store was deleted, or another one stands in its place. The store has to be
/// opened anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFile {
    /// Where it was opened.
    pub path: PathBuf,
}

impl std::fmt::Display for MissingFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.path.display();
        write!(f, "the file that was opened is not at `{path}` any more")
    }
}

impl std::error::Error for MissingFile {}

/// The file of a store as it was when it was opened.
#[derive(Debug)]
pub(crate) struct Standing {
    path: PathBuf,
    file: (u64, u64),
    opened: Instant,
    /// When it was looked for last, in milliseconds since it was opened.
    looked: AtomicU64,
}

impl Standing {
    /// Of a file that was opened just now; nothing where files cannot be told apart.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        // A program may go to another folder.
        let path = std::path::absolute(path).ok()?;
        Some(Self {
            file: file(&path)?,
            path,
            opened: Instant::now(),
            looked: AtomicU64::new(0),
        })
    }

    /// Refuses to go on with a file that is not there any more.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        if file(&self.path) == Some(self.file) {
            return Ok(());
        }
        let path = self.path.clone();
        Err(StoreError::Unavailable(Box::new(MissingFile { path })))
    }

    /// [`Self::check`], where that was not done lately.
    pub(crate) fn check_now_and_then(&self) -> Result<(), StoreError> {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let (now, good_for) = (millis(self.opened.elapsed()), millis(GOOD_FOR));
        if now.saturating_sub(self.looked.load(Ordering::Relaxed)) < good_for {
            return Ok(());
        }
        self.check()?;
        self.looked.store(now, Ordering::Relaxed);
        Ok(())
    }
}

/// What a file is told from others by.
#[cfg(unix)]
fn file(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn file(_: &Path) -> Option<(u64, u64)> {
    None
}
