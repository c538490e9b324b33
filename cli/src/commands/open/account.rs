//! `open URL audit`.

use std::path::Path;

use profilekit::hub::{Verified, verify_account};
use profilekit::privacy::Broken;
use profilekit::store::Checkpoint;
use serde::Serialize;

use super::checkpoint::CheckpointLine;
use super::{Desk, count, entries};
use crate::args::open::Audit;
use crate::files::{self, Lines};
use crate::output::{Misuse, Outcome, Paint, say, say_line, tell_line};
use crate::table::table;

pub(super) fn run(desk: &Desk<'_>, audit: &Audit) -> Result<Outcome, Misuse> {
    match audit {
        Audit::Verify { checkpoints } => verify(desk, checkpoints.as_deref()),
        Audit::Checkpoint { out } => checkpoint(desk, out.as_deref()),
        Audit::Show {
            record,
            tenant,
            part,
        } => entries::show(desk, record, tenant, part),
    }
}

/// From so many entries on, people are told that it takes a while.
const MANY: u64 = 200_000;

fn verify(desk: &Desk<'_>, noted: Option<&Path>) -> Result<Outcome, Misuse> {
    let noted: Vec<CheckpointLine> = match noted {
        Some(path) => files::lines(path, "checkpoint")?,
        None => Vec::new(),
    };
    let noted: Vec<Checkpoint> = noted.into_iter().map(|line| line.0).collect();
    let store = &*desk.opened.store;
    let chains = desk.wait(store.chains())?;
    let entries = chains.iter().map(|(_, number, _)| number.unsigned_abs());
    let entries: u64 = entries.sum();
    if entries > MANY {
        tell_line!("Looking at {}.", count(entries, "entry"));
    }
    let verified = desk.wait(verify_account(store, &noted))?;
    desk.say(&VerifiedLine::of(&verified), || show_verified(&verified))?;
    Ok(Outcome::findings(!verified.broken.is_empty()))
}

/// What was found out, as machines read it.
#[derive(Serialize)]
struct VerifiedLine {
    whole: bool,
    entries: u64,
    erased: u64,
    checkpoints: u64,
    broken: Vec<BrokenLine>,
}

/// A place where a chain breaks.
#[derive(Serialize)]
struct BrokenLine {
    chain: u32,
    number: i64,
    what: &'static str,
}

impl VerifiedLine {
    fn of(verified: &Verified) -> Self {
        let broken = verified.broken.iter().map(|(chain, broken)| {
            let (what, number) = word(broken);
            BrokenLine {
                chain: *chain,
                number,
                what,
            }
        });
        Self {
            whole: verified.broken.is_empty(),
            entries: verified.links,
            erased: verified.erased,
            checkpoints: verified.checkpoints,
            broken: broken.collect(),
        }
    }
}

fn word(broken: &Broken) -> (&'static str, i64) {
    match *broken {
        Broken::Missing { number } => ("missing", number),
        Broken::Altered { number } => ("altered", number),
        Broken::AlteredDetail { number } => ("altered_detail", number),
        Broken::Truncated { number } => ("truncated", number),
    }
}

fn sentence(broken: &Broken) -> String {
    match broken {
        Broken::Missing { number } => {
            format!("entry {number} is missing: what stands there comes later")
        }
        Broken::Altered { number } => {
            format!("entry {number} is not what was written there: altered, or exchanged")
        }
        Broken::AlteredDetail { number } => {
            format!("entry {number} names others than those it was written with")
        }
        Broken::Truncated { number } => {
            format!("a checkpoint knows entry {number}: it was cut off, or written anew")
        }
    }
}

fn show_verified(verified: &Verified) {
    let paint = Paint::for_output();
    for (chain, broken) in &verified.broken {
        say_line!(
            "{} chain {chain}: {}",
            paint.bad("broken"),
            sentence(broken)
        );
    }
    let erased = match verified.erased {
        0 => String::new(),
        erased => format!(" ({erased} of them about people who were erased)"),
    };
    let looked_at = format!(
        "{}{erased}, {}",
        count(verified.links, "entry"),
        count(verified.checkpoints, "checkpoint")
    );
    if verified.broken.is_empty() {
        say_line!("{} {looked_at}", paint.good("whole"));
    } else {
        tell_line!("Looked at {looked_at}; nothing behind a break is vouched for.");
    }
}

fn checkpoint(desk: &Desk<'_>, out: Option<&Path>) -> Result<Outcome, Misuse> {
    let file = out.map(Lines::growing).transpose()?;
    let store = &*desk.opened.store;
    let chains = desk.wait(store.chains())?.into_iter();
    let noted = chains.map(|(chain, number, hash)| Checkpoint {
        chain,
        number,
        hash,
        at: desk.now,
    });
    let noted: Vec<Checkpoint> = noted.collect();
    desk.wait(store.note_checkpoints(&noted))?;
    let lines: Vec<CheckpointLine> = noted.iter().copied().map(CheckpointLine).collect();
    if let Some(mut file) = file {
        file.push_all(&lines)?;
    }
    desk.say(&lines, || show_checkpoints(&noted))?;
    Ok(Outcome::Fine)
}

fn show_checkpoints(noted: &[Checkpoint]) {
    let rows = noted.iter().map(|noted| {
        vec![
            noted.chain.to_string(),
            noted.number.to_string(),
            noted.hash.to_string(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    say!("{}", table(&["chain", "entry", "hash"], &rows));
}
