//! `open`: work on a store.

mod access_log;
mod account;
mod checkpoint;
mod dashboard;
mod entries;
mod erase;
mod export;
mod ledger;
mod outbox;
mod records;
mod relay;
mod rollups;
mod seen;
mod upkeep;

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{Call, Clock, Hub, Refusal, Settings};
use profilekit::json::quoted;
use profilekit::store::Address;
use profilekit::time::write_instant;
use serde_json::value::RawValue;

use crate::args::open::{Open, Work};
use crate::host::Machine;
use crate::input::{self, Session};
use crate::output::{Misuse, Outcome, say_line, tell_line};
use crate::store::{self, Opened};

pub(crate) fn run(args: &Open, session: &Session) -> Result<Outcome, Misuse> {
    if matches!(args.work, Work::Migrate) {
        return upkeep::migrate(args, session);
    }
    let desk = Desk {
        opened: store::open(args, session)?,
        session,
        now: Machine.now(),
    };
    match &args.work {
        Work::Records(records) => records::run(&desk, records),
        Work::Dashboard(board) => dashboard::run(&desk, board),
        Work::Outbox(outbox) => outbox::run(&desk, outbox),
        Work::Audit(audit) => account::run(&desk, audit),
        Work::AccessLog { person, part } => access_log::run(&desk, person, part),
        Work::Export { owed, person, out } => export::run(&desk, owed, person, out.as_deref()),
        Work::Erase(erase) => erase::run(&desk, erase),
        Work::Ledger { since, out } => ledger::run(&desk, since.as_deref(), out.as_deref()),
        Work::Retain { owed } => upkeep::retain(&desk, owed),
        Work::Drift { owed, kind, repair } => upkeep::drift(&desk, owed, kind, *repair),
        Work::Rollups {
            owed,
            repair,
            rebuild,
        } => rollups::run(&desk, owed, (*repair, *rebuild)),
        Work::Migrate => Ok(Outcome::Fine),
    }
}

/// Most rows of a list: what `--limit` allows.
const MOST_ROWS: usize = 1000;

/// Where the work is done.
struct Desk<'d> {
    opened: Opened,
    session: &'d Session,
    now: i64,
}

impl Desk<'_> {
    /// Waits for what the store or the hub does.
    fn wait<T, E: Into<Refusal>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Misuse> {
        self.opened.wait(self.session, work)
    }

    /// The hub of a blueprint over the store.
    fn hub(&self, blueprint: &Path) -> Result<Hub, Misuse> {
        let kernel = input::kernel(blueprint, self.session)?;
        let hub = Hub::new(kernel, self.opened.store.clone(), Arc::new(Machine));
        Ok(hub.with_settings(Settings {
            page: MOST_ROWS,
            ..Settings::default()
        }))
    }

    /// The product itself.
    fn system(&self, kernel: &Kernel) -> Result<Subject, Misuse> {
        let head = SubjectHead {
            system: true,
            ..SubjectHead::default()
        };
        kernel.subject(&head).map_err(self.session.misuse())
    }

    /// A call of somebody, now.
    fn call<'c>(&self, subject: &'c Subject, by: Option<&'c str>) -> Call<'c> {
        let call = Call::new(subject, self.now).named("profilekit open");
        match by {
            Some(actor) => call.by(actor),
            None => call,
        }
    }

    /// Says JSON where machines read, and otherwise something for people.
    fn say(&self, machines: &impl serde::Serialize, people: impl FnOnce()) -> Result<(), Misuse> {
        if !self.session.json {
            people();
            return Ok(());
        }
        say_line!("{}", json(machines)?);
        Ok(())
    }
}

/// A value as JSON.
fn json(value: &impl serde::Serialize) -> Result<String, Misuse> {
    let refuse = |error| Misuse::new(format!("This has no form in JSON: {error}."), "");
    serde_json::to_string(value).map_err(refuse)
}

/// JSON as it stands.
fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap_or_default()
}

/// An instant as machines read it.
fn instant(micros: i64) -> String {
    write_instant(micros)
}

/// A text, or a dash where there is none.
fn or_dash(text: &str) -> String {
    if text.is_empty() { "–" } else { text }.to_owned()
}

/// Where a record is, with its tenant where it has one.
fn place(address: &Address) -> String {
    if address.tenant.is_empty() {
        return address.to_string();
    }
    format!("{address} of {}", quoted(&address.tenant))
}

/// Tells where the next part begins.
fn show_cursor(cursor: Option<&str>) {
    if let Some(cursor) = cursor {
        tell_line!("More: --cursor {cursor}");
    }
}

/// One of so many.
fn count(number: u64, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else if let Some(stem) = one.strip_suffix('y') {
        format!("{number} {stem}ies")
    } else {
        format!("{number} {one}s")
    }
}
