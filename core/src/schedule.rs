//! When somebody can be booked: hours of the week in their own time zone, exceptions, and what is
//! taken already.
//!
//! A [`Schedule`] is read from a document such as
//!
//! ```json
//! { "timezone": "Europe/Berlin",
//!   "weekly": [ { "day": "monday", "from": "09:00", "to": "17:00" } ],
//!   "exceptions": [ { "date": "2026-12-24", "open": false },
//!                   { "date": "2026-12-28", "open": true, "from": "10:00", "to": "12:00" } ],
//!   "notice_minutes": 120, "buffer_minutes": 15 }
//! ```
//!
//! **Days.** A date whose exceptions open it at some hours is open at these and at no others;
//! hours that an exception closes are taken away, and one that names none closes the whole day.
//! `24:00` is the end of a day: hours of one day and the next that meet are one stretch.
//!
//! **Clocks that change.** Hours are what clocks show there. Where they skip the hour at which
//! something begins or ends, it does so when they change; where they show an hour twice, a stretch
//! begins with the first and ends with the second, so that nothing of it is lost.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::error::Failure;
use crate::json::{Limits, Tree, Value, parse};
use crate::metrics::{Weekday, Zone, days_of};
use crate::time::{DAY, MINUTE};

/// The years from 1 to 9999.
const WRITABLE: std::ops::Range<i64> = -719_162 * DAY..2_932_897 * DAY;

/// Longest stretch that may be asked about, in days.
pub const MOST_DAYS: i64 = 366;
/// Most slots of one answer.
pub const MOST_SLOTS: usize = 10_000;

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Stretch {
    /// Its first instant, in microseconds since 1970 UTC.
    pub from: i64,
    /// The first instant behind it.
    pub until: i64,
}

impl Stretch {
    fn meets(&self, other: &Self) -> bool {
        self.from < other.until && other.from < self.until
    }
}

/// What is wanted of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Slots begin and end within it.
    pub within: Stretch,
    /// How long a slot is, in minutes.
    pub minutes: u32,
    /// How many minutes after one slot the next may begin, from the beginning of the open hours.
    pub every: u32,
    /// Now, in microseconds since 1970 UTC.
    pub now: i64,
}

impl Wanted {
    /// Refuses what cannot be looked for.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let Self { within, .. } = self;
        let days = 0..=MOST_DAYS * DAY;
        if !days.contains(&within.until.saturating_sub(within.from))
            || ![within.from, within.until]
                .iter()
                .all(|at| WRITABLE.contains(at))
        {
            let asked = format!("slots are looked for within 0 to {MOST_DAYS} days");
            return Err(Failure::bad_request(asked));
        }
        if self.minutes == 0 || self.every == 0 {
            let asked = "slots are at least a minute long, and a minute apart".to_owned();
            return Err(Failure::bad_request(asked));
        }
        Ok(())
    }
}

/// Minutes after midnight: the first one, and the first one behind.
type Hours = (i64, i64);

/// When somebody can be booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    zone: Zone,
    weekly: Vec<(Weekday, Hours)>,
    /// By days since 1970.
    exceptions: BTreeMap<i64, Exception>,
    notice: i64,
    pause: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Exception {
    open: Vec<Hours>,
    closed: Vec<Hours>,
}

impl Schedule {
    /// Reads a schedule; `zone` finds the zone that it names, such as [`Zone::named`] does.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`] where it is no schedule, with the place that is
    /// not; whatever `zone` gives; those of reading JSON.
    ///
    /// ```
    /// use profilekit::metrics::Zone;
    /// use profilekit::schedule::{Schedule, Stretch, Wanted};
    /// use profilekit::time::parse_instant;
    /// let document = r#"{ "timezone": "UTC", "weekly": [ { "day": "friday", "from": "09:00", "to": "11:00" } ] }"#;
    /// let schedule = Schedule::from_document(document, &|_| Ok(Zone::utc())).unwrap();
    /// let at = |text: &str| parse_instant(text).unwrap();
    /// let within = Stretch { from: at("2026-03-02T00:00:00Z"), until: at("2026-03-09T00:00:00Z") };
    /// let wanted = Wanted { within, minutes: 60, every: 30, now: at("2026-03-01T00:00:00Z") };
    /// let free = schedule.free(&wanted, &[]).unwrap();
    /// let starts: Vec<i64> = free.iter().map(|slot| slot.from).collect();
    /// assert_eq!(starts, ["09:00", "09:30", "10:00"].map(|time| at(&format!("2026-03-06T{time}:00Z"))));
    /// ```
    pub fn from_document(
        document: &str,
        zone: &dyn Fn(&str) -> Result<Zone, Failure>,
    ) -> Result<Self, Failure> {
        let tree = parse(document.as_bytes(), Limits::default())?;
        let named = tree.get("timezone").and_then(Tree::as_str);
        let mut schedule = Self {
            zone: zone(named.ok_or_else(|| wrong("/timezone", "the name of a time zone"))?)?,
            weekly: Vec::new(),
            exceptions: BTreeMap::new(),
            notice: minutes(&tree, "notice_minutes")?,
            pause: minutes(&tree, "buffer_minutes")?,
        };
        for (number, rule) in items(&tree, "weekly")?.iter().enumerate() {
            let at = format!("/weekly/{number}");
            schedule.open_weekly(rule, &at)?;
        }
        for (number, rule) in items(&tree, "exceptions")?.iter().enumerate() {
            let at = format!("/exceptions/{number}");
            schedule.except(rule, &at)?;
        }
        Ok(schedule)
    }

    fn open_weekly(&mut self, rule: &Tree, at: &str) -> Result<(), Failure> {
        let day = rule.get("day").and_then(Tree::as_str);
        let hours = hours(rule, at)?;
        let day = day.and_then(Weekday::parse);
        let day = day.ok_or_else(|| wrong(&format!("{at}/day"), "a day of the week"))?;
        let hours = hours.ok_or_else(|| wrong(at, "hours with a beginning and an end"))?;
        self.weekly.push((day, hours));
        Ok(())
    }

    fn except(&mut self, rule: &Tree, at: &str) -> Result<(), Failure> {
        let date = rule.get("date").and_then(Tree::as_str);
        let date = date.and_then(|date| date.parse::<NaiveDate>().ok());
        let date = date.ok_or_else(|| wrong(&format!("{at}/date"), "a date"))?;
        let open = match rule.get("open").map(|open| &open.value) {
            Some(Value::Bool(open)) => *open,
            _ => return Err(wrong(&format!("{at}/open"), "`true` or `false`")),
        };
        let hours = hours(rule, at)?;
        let exception = self.exceptions.entry(days_of(date)).or_default();
        match (open, hours) {
            (true, hours) => exception.open.extend(hours),
            (false, hours) => exception.closed.push(hours.unwrap_or((0, 1440))),
        }
        Ok(())
    }

    /// The slots that are free, in order: within open hours, not before the notice that the
    /// schedule asks for, and with its pause between them and what is `taken`.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelBadRequest`] for a stretch that ends before it begins or is
    /// longer than [`MOST_DAYS`], slots without length or step, and more than [`MOST_SLOTS`].
    pub fn free(&self, wanted: &Wanted, taken: &[Stretch]) -> Result<Vec<Stretch>, Failure> {
        wanted.check()?;
        let Wanted { within, now, .. } = *wanted;
        let earliest = within.from.max(now.saturating_add(self.notice));
        let length = i64::from(wanted.minutes) * MINUTE;
        let step = i64::from(wanted.every) * MINUTE;
        let mut taken = taken.to_vec();
        taken.sort_unstable();
        let mut free = Vec::new();
        for open in self.open(within) {
            let late = earliest.saturating_sub(open.from).max(0);
            let steps = late.div_euclid(step) + i64::from(late % step != 0);
            let mut from = open.from.saturating_add(steps * step);
            while from + length <= open.until.min(within.until) {
                let slot = Stretch {
                    from,
                    until: from + length,
                };
                if !self.is_taken(&slot, &taken) {
                    free.push(slot);
                }
                if free.len() > MOST_SLOTS {
                    let asked = format!("there are more than {MOST_SLOTS} slots");
                    return Err(Failure::bad_request(asked));
                }
                from += step;
            }
        }
        Ok(free)
    }

    /// What may be too near to slots within a stretch.
    pub(crate) fn around(&self, within: Stretch) -> Stretch {
        Stretch {
            from: within.from.saturating_sub(self.pause),
            until: within.until.saturating_add(self.pause),
        }
    }

    /// Whether something in order is too near to a slot.
    fn is_taken(&self, slot: &Stretch, taken: &[Stretch]) -> bool {
        let around = self.around(*slot);
        let before = taken.partition_point(|taken| taken.from < around.until);
        let before = taken.get(..before).unwrap_or_default();
        before.iter().any(|taken| taken.meets(&around))
    }

    /// The open hours of all days that meet a stretch; those that meet are one.
    fn open(&self, within: Stretch) -> Vec<Stretch> {
        let day = |instant: i64| self.zone.local(instant).div_euclid(DAY);
        let mut open: Vec<Stretch> = Vec::new();
        for day in day(within.from) - 1..=day(within.until) + 1 {
            for (from, until) in self.hours_of(day) {
                let local = |minute: i64| day * DAY + minute * MINUTE;
                let from = self.zone.instant(local(from));
                let until = self.zone.last_instant(local(until));
                match open.last_mut().filter(|last| last.until >= from) {
                    Some(last) => last.until = last.until.max(until),
                    None if from < until => open.push(Stretch { from, until }),
                    None => {}
                }
            }
        }
        open
    }

    /// The open hours of a day, in order.
    fn hours_of(&self, day: i64) -> Vec<Hours> {
        let nothing = Exception::default();
        let exception = self.exceptions.get(&day).unwrap_or(&nothing);
        let mut open = exception.open.clone();
        if open.is_empty() {
            let weekly = self.weekly.iter();
            let weekly = weekly.filter(|(weekday, _)| weekday.falls_on(day));
            open.extend(weekly.map(|(_, hours)| *hours));
        }
        for closed in &exception.closed {
            open = open
                .into_iter()
                .flat_map(|hours| without(hours, *closed))
                .collect();
        }
        open.sort_unstable();
        open
    }
}

/// What is left of hours before and after others.
fn without((from, until): Hours, (closed, reopened): Hours) -> impl Iterator<Item = Hours> {
    let before = (from, until.min(closed));
    let after = (from.max(reopened), until);
    [before, after]
        .into_iter()
        .filter(|(from, until)| from < until)
}

fn items<'t>(tree: &'t Tree, name: &str) -> Result<&'t [Tree], Failure> {
    match tree.get(name).map(|list| &list.value) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(wrong(&format!("/{name}"), "a list")),
    }
}

/// Microseconds of a whole number of minutes.
fn minutes(tree: &Tree, name: &str) -> Result<i64, Failure> {
    let minutes = match tree.get(name).map(|minutes| &minutes.value) {
        None | Some(Value::Null) => Some(0),
        Some(Value::Number(number)) => number.parse::<u32>().ok(),
        Some(_) => None,
    };
    let minutes = minutes.ok_or_else(|| wrong(&format!("/{name}"), "a number of minutes"))?;
    Ok(i64::from(minutes) * MINUTE)
}

/// The hours of a rule; nothing where it names none.
fn hours(rule: &Tree, at: &str) -> Result<Option<Hours>, Failure> {
    let [from, until] = ["from", "to"].map(|name| time(rule, name, at));
    match (from?, until?) {
        (None, None) => Ok(None),
        (Some(from), Some(until)) if from < until => Ok(Some((from, until))),
        _ => Err(wrong(at, "hours that end after they begin")),
    }
}

/// Minutes after midnight.
fn time(rule: &Tree, name: &str, at: &str) -> Result<Option<i64>, Failure> {
    let Some(given) = rule.get(name).filter(|given| given.value != Value::Null) else {
        return Ok(None);
    };
    let read = given.as_str().and_then(|text| {
        let (hour, minute) = text.split_once(':')?;
        let two = |text: &str| (text.len() == 2).then(|| text.parse::<u8>().ok()).flatten();
        let minutes = i64::from(two(hour)?) * 60 + i64::from(two(minute).filter(|two| *two < 60)?);
        (minutes <= 1440).then_some(minutes)
    });
    let wrong = || wrong(&format!("{at}/{name}"), "a time such as `09:30`");
    read.ok_or_else(wrong).map(Some)
}

fn wrong(at: &str, wanted: &str) -> Failure {
    Failure::bad_request(format!("the schedule needs {wanted} at `{at}`"))
}

#[cfg(test)]
mod tests;
