//! A file of lines, of which all but the last are whole.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use crate::error::SinkError;

/// How much is looked at in one go for the end of the last whole line.
const CHUNK: u64 = 1 << 16;

#[derive(Debug)]
pub(super) struct Log {
    file: File,
    /// Where the last whole line ends.
    end: u64,
    /// Whether there may be something behind it: a line that could not be written.
    torn: bool,
    every: u32,
    unsynced: u32,
    cut_off: u64,
}

impl Log {
    pub(super) fn open(path: &Path) -> Result<Self, SinkError> {
        let is_new = !path.exists();
        let file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(path)?;
        lock(&file)?;
        if is_new {
            sync_folder(path)?;
        }
        let mut log = Self {
            file,
            end: 0,
            torn: true,
            every: 1,
            unsynced: 0,
            cut_off: 0,
        };
        let length = log.file.metadata()?.len();
        log.end = log.last_whole(length)?;
        log.cut_off = length.saturating_sub(log.end);
        log.mend()?;
        log.file.sync_all()?;
        Ok(log)
    }

    pub(super) fn cut_off(&self) -> u64 {
        self.cut_off
    }

    pub(super) fn synced_every(&mut self, lines: u32) {
        self.every = lines.max(1);
    }

    /// Appends a line, its line break at its end, whole or not at all.
    pub(super) fn append(&mut self, line: &str) -> io::Result<()> {
        self.mend()?;
        self.torn = true;
        self.file.write_all(line.as_bytes())?;
        self.unsynced = self.unsynced.saturating_add(1);
        if self.unsynced >= self.every {
            self.sync()?;
        }
        let length = u64::try_from(line.len()).map_err(io::Error::other)?;
        self.end = self.end.saturating_add(length);
        self.torn = false;
        Ok(())
    }

    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()?;
        self.unsynced = 0;
        Ok(())
    }

    fn mend(&mut self) -> io::Result<()> {
        if self.torn {
            self.file.set_len(self.end)?;
            self.torn = false;
        }
        Ok(())
    }

    /// Where the last line break before `until` ends.
    fn last_whole(&mut self, until: u64) -> io::Result<u64> {
        let mut to = until;
        while to > 0 {
            let from = to.saturating_sub(CHUNK);
            let mut chunk = Vec::new();
            self.file.seek(SeekFrom::Start(from))?;
            let mut some = (&mut self.file).take(to - from);
            some.read_to_end(&mut chunk)?;
            if let Some(at) = chunk.iter().rposition(|byte| *byte == b'\n') {
                let at = u64::try_from(at).map_err(io::Error::other)?;
                return Ok(from.saturating_add(at).saturating_add(1));
            }
            to = from;
        }
        Ok(0)
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        if self.unsynced > 0 {
            // Nobody is left to be told; whoever must know calls `sync` before.
            let _ = self.sync();
        }
    }
}

fn lock(file: &File) -> Result<(), SinkError> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => SinkError::InUse,
        TryLockError::Error(error) => SinkError::File(error),
    })
}

/// A new file is there after a power cut only when its folder was written too.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    fn reopened(content: &[u8]) -> (Vec<u8>, u64) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        fs::write(&path, content).unwrap();
        let mut log = Log::open(&path).unwrap();
        log.append("next\n").unwrap();
        (fs::read(&path).unwrap(), log.cut_off())
    }

    #[test]
    fn a_torn_last_line_is_cut_off_wherever_it_was_torn() {
        let whole = "{\"id\":\"1\"}\n{\"id\":\"2\"}\n";
        let line = "{\"id\":\"3\"}";
        for end in 0..=line.len() {
            let torn = format!("{whole}{}", &line[..end]);
            let (content, cut_off) = reopened(torn.as_bytes());
            assert_eq!(content, format!("{whole}next\n").as_bytes());
            assert_eq!(cut_off, u64::try_from(end).unwrap());
        }
    }

    #[test]
    fn a_torn_line_may_be_longer_than_what_is_looked_at_in_one_go() {
        let chunk = usize::try_from(CHUNK).unwrap();
        for torn in [chunk - 1, chunk, chunk + 1, 3 * chunk] {
            let (content, cut_off) = reopened(&[b"a\n", vec![b'x'; torn].as_slice()].concat());
            assert_eq!(content, b"a\nnext\n");
            assert_eq!(cut_off, u64::try_from(torn).unwrap());
            assert_eq!(reopened(&vec![0; torn]).0, b"next\n");
        }
    }

    #[test]
    fn two_logs_do_not_share_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let first = Log::open(&path).unwrap();
        assert!(matches!(Log::open(&path), Err(SinkError::InUse)));
        drop(first);
        assert!(Log::open(&path).is_ok());
        let missing = folder.path().join("missing/log");
        assert!(matches!(Log::open(&missing), Err(SinkError::File(_))));
    }

    #[test]
    fn a_line_that_was_written_in_part_is_written_again_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let mut log = Log::open(&path).unwrap();
        log.append("first\n").unwrap();
        // What a full disk leaves behind.
        log.torn = true;
        log.file.write_all(b"sec").unwrap();
        log.append("second\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first\nsecond\n");
    }

    #[test]
    fn the_disk_writes_as_often_as_it_was_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::open(&folder.path().join("log")).unwrap();
        log.synced_every(3);
        let unsynced: Vec<u32> = (0..4)
            .map(|_| {
                log.append("x\n").unwrap();
                log.unsynced
            })
            .collect();
        assert_eq!(unsynced, [1, 2, 0, 1]);
        log.sync().unwrap();
        assert_eq!(log.unsynced, 0);
        log.synced_every(0);
        log.append("x\n").unwrap();
        assert_eq!(log.unsynced, 0, "never means always");
    }

    proptest! {
        #[test]
        fn any_file_keeps_its_whole_lines(content in proptest::collection::vec(
            prop_oneof![Just(b'\n'), Just(0), any::<u8>()], 0..200)) {
            let whole = content.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let expected = [&content[..whole], b"next\n"].concat();
            prop_assert_eq!(reopened(&content).0, expected);
        }
    }
}
