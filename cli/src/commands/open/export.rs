//! `open URL export`.

use std::io;
use std::path::Path;

use profilekit::error::Failure;
use profilekit::hub::Person;
use profilekit::json::quoted;

use super::{Desk, count};
use crate::args::open::{Owed, Somebody};
use crate::files::Lines;
use crate::output::{Misuse, Outcome, say_line, tell_line};

pub(super) fn run(
    desk: &Desk<'_>,
    owed: &Owed,
    somebody: &Somebody,
    out: Option<&Path>,
) -> Result<Outcome, Misuse> {
    let hub = desk.hub(&owed.blueprint)?;
    let mut target = Target::open(out)?;
    let subject = desk.system(hub.kernel())?;
    let call = desk.call(&subject, owed.by.as_deref());
    let person = Person {
        id: &somebody.id,
        tenant: &somebody.tenant,
    };
    let mut failed = None;
    let mut write = |line: &str| {
        target.push(line).map_err(|error| {
            failed = Some(error);
            Failure::bad_request("the output cannot be written")
        })
    };
    let written = desk.wait(hub.export(&call, &person, &mut write));
    let lines = target.end(written, failed)?;
    match out {
        Some(path) if desk.session.json => {
            let path = quoted(&path.display().to_string());
            say_line!("{{\"lines\":{lines},\"file\":{path}}}");
        }
        _ => tell_line!("{} exported", count(lines, "line")),
    }
    Ok(Outcome::Fine)
}

/// Where an export goes.
enum Target<'t> {
    Output,
    File(Lines, &'t Path),
}

impl<'t> Target<'t> {
    fn open(out: Option<&'t Path>) -> Result<Self, Misuse> {
        match out {
            Some(path) => Ok(Self::File(Lines::fresh(path)?, path)),
            None => Ok(Self::Output),
        }
    }

    fn push(&mut self, line: &str) -> io::Result<()> {
        match self {
            Self::Output => say_line!("{line}"),
            Self::File(lines, _) => lines.push(line)?,
        }
        Ok(())
    }

    /// A part of an export is none: the file goes where the rest could not be written.
    fn end(self, written: Result<u64, Misuse>, failed: Option<io::Error>) -> Result<u64, Misuse> {
        let Self::File(mut lines, path) = self else {
            return written;
        };
        let kept = match failed {
            Some(error) => Err(error),
            None => lines.keep(),
        };
        let ended = kept.map_err(|error| lines.refused(&error)).and(written);
        if ended.is_err() {
            let _ = std::fs::remove_file(path);
        }
        ended
    }
}
