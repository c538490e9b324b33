//! `open URL outbox`.

use std::thread;
use std::time::{Duration, Instant};

use profilekit::store::{Backlog, Pace, Replay, StoredEvent};
use serde::Serialize;

use super::{Desk, count, instant, or_dash, place, relay, show_cursor};
use crate::args::open::{Outbox, Part, Which};
use crate::clerk;
use crate::input;
use crate::output::{Misuse, Outcome, Paint, say, say_line};
use crate::table::table;

pub(super) fn run(desk: &Desk<'_>, outbox: &Outbox) -> Result<Outcome, Misuse> {
    match outbox {
        Outbox::Status { over } => status(desk, *over),
        Outbox::Dead { part } => dead(desk, part),
        Outbox::Replay(which) => replay(desk, which),
        Outbox::Relay {
            blueprint,
            to,
            clerk,
            clerk_address,
            once,
        } => {
            let clerk = clerk.then(|| clerk::client(clerk_address.as_deref()));
            relay::run(desk, blueprint, to, clerk.transpose()?, *once)
        }
    }
}

/// How the outbox stands, as machines read it.
#[derive(Serialize)]
struct StatusLine {
    pending: u64,
    dead: u64,
    delivered: u64,
    oldest: Option<String>,
    lag_seconds: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    announced_per_second: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered_per_second: Option<f64>,
}

fn status(desk: &Desk<'_>, over: Option<u16>) -> Result<Outcome, Misuse> {
    let look = || desk.wait(desk.opened.store.backlog());
    let mut backlog = look()?;
    let mut now = desk.now;
    let mut pace = None;
    if let Some(seconds) = over {
        let (earlier, start) = (backlog, Instant::now());
        thread::sleep(Duration::from_secs(seconds.into()));
        backlog = look()?;
        let elapsed = i64::try_from(start.elapsed().as_micros()).unwrap_or(i64::MAX);
        now = now.saturating_add(elapsed);
        pace = backlog.pace_since(&earlier, elapsed);
    }
    let lag = backlog.lag(now) / 1_000_000;
    let machines = StatusLine {
        pending: backlog.pending,
        dead: backlog.dead,
        delivered: backlog.delivered,
        oldest: backlog.oldest_at.map(instant),
        lag_seconds: lag,
        announced_per_second: pace.map(|pace| to_tenths(pace.announced)),
        delivered_per_second: pace.map(|pace| to_tenths(pace.delivered)),
    };
    desk.say(&machines, || {
        show_status(&backlog, lag);
        if over.is_some() {
            show_pace(pace);
        }
    })?;
    Ok(Outcome::findings(backlog.dead > 0))
}

fn to_tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn show_status(backlog: &Backlog, lag: i64) {
    let paint = Paint::for_output();
    let oldest = backlog.oldest_at.map(instant);
    let oldest = oldest.map_or(String::new(), |at| {
        format!(", the oldest since {at}, for {lag} s")
    });
    say_line!("{} waiting{oldest}", backlog.pending);
    say_line!("{} delivered", backlog.delivered);
    let dead = format!("{} given up", backlog.dead);
    if backlog.dead > 0 {
        say_line!("{}", paint.bad(&dead));
    } else {
        say_line!("{dead}");
    }
}

fn show_pace(pace: Option<Pace>) {
    match pace {
        Some(Pace {
            announced,
            delivered,
        }) => say_line!("{announced:.1} announced and {delivered:.1} delivered per second"),
        None => say_line!("How fast cannot be said: some were forgotten or are due once more."),
    }
}

/// What was given up, as machines read it.
#[derive(Serialize)]
struct DeadLines<'d> {
    dead: Vec<DeadLine<'d>>,
    cursor: Option<String>,
}

/// An announcement that was given up.
#[derive(Serialize)]
struct DeadLine<'d> {
    sequence: i64,
    id: &'d str,
    name: &'d str,
    kind: &'d str,
    record: &'d str,
    #[serde(skip_serializing_if = "str::is_empty")]
    tenant: &'d str,
    version: i64,
    at: String,
    attempts: u32,
    error: &'d str,
}

impl<'d> DeadLine<'d> {
    fn of(stored: &'d StoredEvent) -> Self {
        let event = &stored.event;
        Self {
            sequence: stored.sequence,
            id: &event.id,
            name: &event.name,
            kind: &event.address.kind,
            record: &event.address.id,
            tenant: &event.address.tenant,
            version: event.version,
            at: instant(event.at),
            attempts: stored.attempts,
            error: &stored.error,
        }
    }
}

fn dead(desk: &Desk<'_>, part: &Part) -> Result<Outcome, Misuse> {
    let after = part.cursor.as_deref().map_or(Ok(0), |cursor| {
        let wrong = || Misuse::new("This is no cursor of the outbox.", "It is a number.");
        cursor.parse::<i64>().map_err(|_| wrong())
    });
    let limit = usize::from(part.limit);
    let dead = desk.wait(desk.opened.store.dead(after?, limit))?;
    let last = dead.last().filter(|_| dead.len() == limit);
    let machines = DeadLines {
        dead: dead.iter().map(DeadLine::of).collect(),
        cursor: last.map(|stored| stored.sequence.to_string()),
    };
    desk.say(&machines, || {
        show_dead(&dead);
        show_cursor(machines.cursor.as_deref());
    })?;
    Ok(Outcome::findings(!dead.is_empty()))
}

fn show_dead(dead: &[StoredEvent]) {
    let rows = dead.iter().map(|stored| {
        vec![
            stored.event.id.clone(),
            stored.event.name.clone(),
            place(&stored.event.address),
            instant(stored.event.at),
            stored.attempts.to_string(),
            or_dash(&stored.error),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let head = ["id", "what", "record", "at", "tries", "why it failed"];
    say!("{}", table(&head, &rows));
}

/// What replaying did, as machines read it.
#[derive(Serialize)]
struct ReplayLine {
    due: u64,
}

fn replay(desk: &Desk<'_>, which: &Which) -> Result<Outcome, Misuse> {
    let chosen = chosen(which)?;
    let due = desk.wait(desk.opened.store.replay(chosen, desk.now))?;
    desk.say(&ReplayLine { due }, || {
        say_line!("{} due once more", count(due, "announcement"));
    })?;
    // Whoever names one that cannot be replayed has most likely mistyped it.
    Ok(Outcome::findings(which.id.is_some() && due == 0))
}

fn chosen(which: &Which) -> Result<Replay<'_>, Misuse> {
    match (&which.id, which.between.as_deref()) {
        (Some(id), _) => Ok(Replay::Event(id)),
        (None, Some([from, until])) => {
            let (from, until) = (input::now(Some(from))?, input::now(Some(until))?);
            Ok(Replay::Between(from, until))
        }
        _ => Ok(Replay::Dead),
    }
}
