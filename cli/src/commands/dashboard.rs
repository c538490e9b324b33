//! `dashboard`.

use std::collections::BTreeMap;
use std::path::Path;

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::kernel::{Glance, Supplied};
use profilekit::metrics::{BadRow, Calendar, EXACT, Origin, Scope, Table, Weekday, Zone};

use super::earnings::attributed;
use crate::args::{Board, Dashboard};
use crate::board::{Seen, page, picture, show};
use crate::facts::{Database, Place, ask, load};
use crate::input::{self, RecordFile, Session};
use crate::output::{Misuse, Outcome, Paint, say_line, tell_line};

pub(crate) fn run(args: &Dashboard, session: &Session) -> Result<Outcome, Misuse> {
    let kernel = input::kernel(&args.blueprint, session)?;
    let context = input::context(&kernel, input::now(args.board.now.as_deref())?, session)?;
    let subject = subject(&kernel, &args.board, session)?;
    let glance = Glance {
        subject: &subject,
        context: &context,
        calendar: calendar(&kernel, &args.board.zone, session)?,
        exact: EXACT,
    };
    let mut reading = Reading {
        kernel: &kernel,
        glance: &glance,
        session,
        bad: Vec::new(),
    };
    let tables = kernel.dashboard_tables(&glance).map_err(session.misuse())?;
    let supplied = reading.tables(&tables, &args.facts)?;
    let dashboard = kernel
        .dashboard(&glance, &supplied)
        .map_err(session.misuse())?;
    reading.tell(dashboard, &args.board)
}

/// Shows a dashboard, and tells what was left out of it.
fn show_all(
    seen: Seen<'_>,
    args: &Board,
    bad: &[String],
    session: &Session,
) -> Result<Outcome, Misuse> {
    let dashboard = seen.dashboard;
    let drawn = [
        (&args.html, page as fn(Seen<'_>) -> String),
        (&args.svg, picture),
    ];
    let drawn = drawn
        .iter()
        .filter_map(|(path, draw)| Some((path.as_ref()?, draw)));
    let mut written = 0;
    for (path, draw) in drawn {
        input::write(path, &draw(seen))?;
        written += 1;
        if !session.json {
            say_line!("{} cards in {}", dashboard.cards.len(), path.display());
        }
    }
    if session.json {
        say_line!("{}", dashboard.to_json());
    } else if written == 0 {
        show(seen);
    }
    let paint = Paint::for_errors();
    for row in bad {
        tell_line!("{} {row}", paint.warn("left out:"));
    }
    Ok(Outcome::findings(!bad.is_empty()))
}

/// Somebody who has the persona's role and acts as it.
pub(super) fn subject(kernel: &Kernel, args: &Board, session: &Session) -> Result<Subject, Misuse> {
    let model = kernel.model();
    let persona = model.persona(&args.persona);
    let persona = persona.and_then(|id| model.personas.get(id.index()));
    let role = persona.and_then(|persona| model.roles.get(persona.role.index()));
    let roles: Vec<&str> = role.iter().map(|role| &*role.name).collect();
    let board = kernel.boards().board(&args.persona);
    let own = board.is_some_and(|board| {
        let mut parts = board.cards.iter().flat_map(|card| &card.parts);
        parts.any(|part| matches!(part.scope, Scope::Mine(_)))
    });
    if own && args.user.is_none() {
        let message = format!("The dashboard of `{}` is somebody's own.", args.persona);
        return Err(Misuse::new(message, "Say whose with --user ID."));
    }
    let head = SubjectHead {
        id: Some(args.user.as_deref().unwrap_or("somebody")),
        roles: &roles,
        tenant: args.tenant.as_deref(),
        persona: Some(&args.persona),
        ..SubjectHead::default()
    };
    kernel.subject(&head).map_err(session.misuse())
}

/// The zone, and the blueprint's weeks.
pub(super) fn calendar(kernel: &Kernel, zone: &str, session: &Session) -> Result<Calendar, Misuse> {
    let week_start = kernel.model().document.week_start;
    let week_start = week_start.and_then(|day| Weekday::parse(day.word()));
    Ok(Calendar {
        zone: Zone::named(zone).map_err(session.misuse())?,
        week_start: week_start.unwrap_or_default(),
    })
}

/// Places by the name of what they hold.
pub(super) fn places(given: &[String]) -> Result<BTreeMap<String, Place>, Misuse> {
    let mut places = BTreeMap::new();
    for text in given {
        let (name, place) = Place::read(text)?;
        if places.insert(name.clone(), place).is_some() {
            let message = format!("`{name}` is given twice.");
            return Err(Misuse::new(message, "Hand in one file or table for each."));
        }
    }
    Ok(places)
}

/// The place of a table: its own, or that of its kind.
fn place_of<'p>(
    table: &Table,
    places: &'p BTreeMap<String, Place>,
    kernel: &Kernel,
) -> Option<&'p Place> {
    let own = places.get(&*table.name);
    let kind = kind_of(table, kernel);
    own.or_else(|| places.get(kind?))
}

fn kind_of<'k>(table: &Table, kernel: &'k Kernel) -> Option<&'k str> {
    let Origin::Records { kind, .. } = table.origin else {
        return None;
    };
    let kind = kernel.model().kinds.get(kind.index());
    kind.map(|kind| &*kind.name)
}

/// Says of all that is missing at once.
fn all_there(
    tables: &[&Table],
    places: &BTreeMap<String, Place>,
    kernel: &Kernel,
) -> Result<(), Misuse> {
    let missing = tables.iter();
    let missing = missing.filter(|table| {
        place_of(table, places, kernel).is_none() && !is_earned(table, places, kernel)
    });
    let mut names: Vec<&str> = missing
        .map(|table| kind_of(table, kernel).unwrap_or(&table.name))
        .collect();
    names.dedup();
    if names.is_empty() {
        return Ok(());
    }
    let message = format!("The dashboard needs facts of {}.", names.join(", "));
    let help = "Hand them in with --facts FILE, in a file of that name, or as NAME=FILE: .ndjson \
                for records, .ndjson or .csv for other facts; or, for those, as \
                NAME=sqlite:FILE#TABLE or NAME=postgres://USER@HOST/DATABASE#TABLE.";
    Err(Misuse::new(message, help))
}

/// Whether the facts of a table follow from charges and credits that are given.
fn is_earned(table: &Table, places: &BTreeMap<String, Place>, kernel: &Kernel) -> bool {
    let attribution = kernel.plans().attribution.as_ref();
    attribution.is_some_and(|attribution| {
        let given = [&attribution.charges, &attribution.credits];
        attribution.into == table.name && given.iter().all(|name| places.contains_key(&***name))
    })
}

pub(super) fn said(table: &str, row: &BadRow, session: &Session) -> String {
    let column = row.column.as_ref().map(|column| format!(", {column}"));
    let message = row.message(session.locale);
    format!(
        "{table} line {}{}: {message}",
        row.line,
        column.unwrap_or_default()
    )
}

/// Reads the facts of tables.
pub(super) struct Reading<'r> {
    pub(super) kernel: &'r Kernel,
    pub(super) glance: &'r Glance<'r>,
    pub(super) session: &'r Session,
    /// What could not be read.
    pub(super) bad: Vec<String>,
}

impl Reading<'_> {
    /// The facts of tables, from the places that were named.
    pub(super) fn tables(
        &mut self,
        tables: &[&Table],
        given: &[String],
    ) -> Result<Vec<Supplied>, Misuse> {
        let places = places(given)?;
        all_there(tables, &places, self.kernel)?;
        let mut supplied = Vec::new();
        for table in tables {
            match place_of(table, &places, self.kernel) {
                Some(Place::File(path)) => supplied.push(self.table(table, path)?),
                Some(Place::Database(database, name)) => {
                    supplied.extend(self.asked(table, (database, name))?);
                }
                None => supplied.extend(self.earned(table, &places)?),
            }
        }
        Ok(supplied)
    }

    /// Shows a dashboard with what is expected, and tells what was left out of it.
    pub(super) fn tell(
        mut self,
        mut dashboard: profilekit::metrics::Dashboard,
        args: &Board,
    ) -> Result<Outcome, Misuse> {
        profilekit_forecast::outlook(&mut dashboard, &self.glance.calendar);
        let rows = dashboard.bad.iter();
        let rows = rows.map(|(table, row)| said(table, row, self.session));
        self.bad.extend(rows);
        let seen = Seen {
            dashboard: &dashboard,
            calendar: &self.glance.calendar,
            product: &self.kernel.model().document.name,
        };
        show_all(seen, args, &self.bad, self.session)
    }

    /// The facts of a table that follow from charges and credits.
    fn earned(
        &mut self,
        table: &Table,
        places: &BTreeMap<String, Place>,
    ) -> Result<Option<Supplied>, Misuse> {
        let attribution = self.kernel.plans().attribution.as_ref();
        let Some(attribution) = attribution.filter(|_| is_earned(table, places, self.kernel))
        else {
            return Ok(None);
        };
        let calendar = &self.glance.calendar;
        let given = (places, self.session);
        let found = attributed(self.kernel, attribution, calendar, given, &mut self.bad)?;
        let left = found.left.iter();
        let left = left.map(|left| format!("{} row {}: {}", table.name, left.row + 1, left.reason));
        self.bad.extend(left);
        Ok(Some(Supplied::facts(&table.name, found.facts)))
    }

    /// What a database says of a table, as long as it is none of records: those are facts as
    /// somebody sees them.
    fn asked(&self, table: &Table, place: (&Database, &str)) -> Result<Vec<Supplied>, Misuse> {
        if let Some(kind) = kind_of(table, self.kernel) {
            let message = format!(
                "The facts of `{}` are records, which a database cannot count.",
                table.name
            );
            let help = format!("Who sees what of each is decided here: hand in {kind}.ndjson.");
            return Err(Misuse::new(message, help));
        }
        ask(self.kernel, self.glance, table, place, self.session)
    }

    fn table(&mut self, table: &Table, path: &Path) -> Result<Supplied, Misuse> {
        if matches!(table.origin, Origin::Records { .. }) {
            return self.records(table, path, &input::read(path)?);
        }
        let loaded = load(table, path, self.session)?;
        let rows = loaded.bad.iter();
        let rows = rows.map(|row| said(&table.name, row, self.session));
        self.bad.extend(rows);
        Ok(Supplied::facts(&table.name, loaded.facts))
    }

    fn records(&self, table: &Table, path: &Path, bytes: &[u8]) -> Result<Supplied, Misuse> {
        let gathering = self.kernel.gather(&table.name, self.glance);
        let mut gathering = gathering.map_err(self.session.misuse())?;
        let kind = kind_of(table, self.kernel).unwrap_or_default();
        for (place, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let record = RecordFile::line(self.kernel, kind, line, path, place + 1)?;
            record.with(|record| gathering.add(record).map_err(self.session.misuse()))?;
        }
        gathering.finish().map_err(self.session.misuse())
    }
}
