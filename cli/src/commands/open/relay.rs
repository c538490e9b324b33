//! `open URL outbox relay`.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use profilekit::hub::{Hub, Relay, Relayed, RolesSink, Sink, Undelivered};
use profilekit::store::StoredEvent;
use profilekit_sinks::ClerkClient;
use serde::Serialize;

use super::{Desk, count, json};
use crate::files::Lines;
use crate::host::Machine;
use crate::input;
use crate::output::{Misuse, Outcome, say_line, tell_line};
use crate::progress::Progress;

pub(super) fn run(
    desk: &Desk<'_>,
    blueprint: &Path,
    to: &str,
    clerk: Option<ClerkClient>,
    once: bool,
) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(blueprint, desk.session)?;
    let product = kernel.model().document.name.clone();
    let sink = Paper::read(to)?;
    // What the announcements go to is not mixed with what is told about them.
    let mixed = matches!(&sink, Paper::Output);
    let (store, machine) = (desk.opened.store.clone(), Arc::new(Machine));
    let sink: Arc<dyn Sink> = match clerk {
        None => Arc::new(sink),
        Some(client) => {
            let hub = Hub::new(kernel, store.clone(), machine.clone());
            Arc::new(RolesSink::new(hub, Arc::new(client), Some(Arc::new(sink))))
        }
    };
    let relay = Relay::new(&product, store, sink, machine.clone(), machine);
    let total = desk.wait(steps(&relay, once))?;
    tell(desk, &total, mixed)?;
    Ok(if total.postponed > 0 {
        Outcome::Misuse
    } else {
        Outcome::findings(total.dead > 0)
    })
}

/// Goes on until nothing is due, or nothing can be delivered.
async fn steps(relay: &Relay, once: bool) -> Result<Relayed, profilekit::store::StoreError> {
    let (mut total, mut progress) = (Relayed::default(), Progress::begin());
    loop {
        let step = relay.step().await?;
        total = sum(total, step);
        progress.tell(format_args!("{} delivered", total.delivered));
        if once || step.delivered == 0 || step.postponed > 0 {
            return Ok(total);
        }
    }
}

fn sum(one: Relayed, other: Relayed) -> Relayed {
    Relayed {
        delivered: one.delivered + other.delivered,
        postponed: one.postponed + other.postponed,
        dead: one.dead + other.dead,
        released: one.released + other.released,
        lost: one.lost + other.lost,
    }
}

/// What was done, as machines read it.
#[derive(Serialize)]
struct RelayedLine {
    delivered: usize,
    postponed: usize,
    dead: usize,
}

fn tell(desk: &Desk<'_>, total: &Relayed, mixed: bool) -> Result<(), Misuse> {
    let machines = json(&RelayedLine {
        delivered: total.delivered,
        postponed: total.postponed,
        dead: total.dead,
    })?;
    let number = u64::try_from(total.delivered).unwrap_or(u64::MAX);
    let mut people = format!("{} delivered", count(number, "announcement"));
    if total.postponed + total.dead > 0 {
        let (postponed, dead) = (total.postponed, total.dead);
        people.push_str(&format!(", {postponed} postponed, {dead} given up"));
    }
    match (desk.session.json, mixed) {
        (true, true) => tell_line!("{machines}"),
        (true, false) => say_line!("{machines}"),
        (false, true) => tell_line!("{people}"),
        (false, false) => say_line!("{people}"),
    }
    Ok(())
}

/// Announcements line by line.
enum Paper {
    Output,
    File(Mutex<Lines>),
}

impl Paper {
    fn read(to: &str) -> Result<Self, Misuse> {
        match to.split_once(':') {
            None if to == "stdout" => Ok(Self::Output),
            Some(("ndjson", path)) if !path.is_empty() => {
                Ok(Self::File(Mutex::new(Lines::growing(Path::new(path))?)))
            }
            _ => {
                let message = format!("`{to}` is nothing that announcements can go to.");
                Err(Misuse::new(message, "Write ndjson:FILE or stdout."))
            }
        }
    }

    fn put(&self, json: &str) -> io::Result<()> {
        match self {
            Self::Output => {
                let mut output = io::stdout().lock();
                writeln!(output, "{json}")?;
                output.flush()
            }
            Self::File(lines) => {
                let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
                lines.push(json)?;
                // The store may be told that it was delivered only when it cannot be lost.
                lines.keep()
            }
        }
    }
}

#[async_trait]
impl Sink for Paper {
    async fn deliver(&self, _: &StoredEvent, json: &str) -> Result<(), Undelivered> {
        let written = self.put(json);
        written.map_err(|error| Undelivered::passing(error.kind().to_string()))
    }
}
