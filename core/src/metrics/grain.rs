//! Grains: into what buckets time falls.

use std::fmt;

use super::zone::Zone;
use super::zone::civil::{add_months, first_of, month_of};
use crate::time::{DAY, MINUTE, Period, SECOND, parse_instant, write_instant};

pub(super) const HOUR: i64 = 60 * MINUTE;

/// How long buckets are and where they begin.
///
/// Days and longer follow the calendar of the zone, so that a day has 23 or 25 hours where clocks
/// change. Minutes and hours follow the local clock; an hour that clocks show twice is two
/// buckets. What has no natural beginning has a fixed origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "named for what they are")]
pub enum Grain {
    Minute,
    Hour,
    Day,
    /// Seven days from the first day of the week that the [`Calendar`] names.
    Week,
    Month,
    Quarter,
    Year,
    /// As many microseconds, counted from an instant.
    Fixed {
        micros: i64,
        origin: i64,
    },
    /// As many days, counted from a day (its number since 1970).
    Days {
        days: i64,
        origin: i64,
    },
    /// As many months, counted from January of the year 0.
    Months {
        months: i64,
    },
}

impl Grain {
    const NAMES: [(&'static str, Self); 7] = [
        ("minute", Self::Minute),
        ("hour", Self::Hour),
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("year", Self::Year),
    ];

    /// Reads `minute` … `year`, a number of months such as `P2M`, or a duration and its origin
    /// such as `P14D/2026-01-05T00:00:00Z` (of which days take the date alone).
    ///
    /// ```
    /// use profilekit::metrics::Grain;
    /// assert_eq!(Grain::parse("month"), Some(Grain::Month));
    /// assert_eq!(Grain::parse("P6M"), Some(Grain::Months { months: 6 }));
    /// assert_eq!(Grain::parse("P14D"), None, "fourteen days from when?");
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        if let Some((_, grain)) = names.find(|(name, _)| *name == text) {
            return Some(*grain);
        }
        let (length, origin) = match text.split_once('/') {
            Some((length, origin)) => (length, Some(parse_instant(origin)?)),
            None => (text, None),
        };
        let (months, micros) = Period::parse(length)?.parts();
        match (i64::from(months), micros, origin) {
            (months @ 1.., 0, None) => Some(Self::Months { months }),
            (0, micros @ 1.., Some(origin)) if micros % DAY == 0 && !length.contains('T') => {
                let (days, origin) = (micros / DAY, origin.div_euclid(DAY));
                Some(Self::Days { days, origin })
            }
            (0, micros @ 1.., Some(origin)) => Some(Self::Fixed { micros, origin }),
            _ => None,
        }
    }

    fn step(self, week_start: Weekday) -> Step {
        match self {
            Self::Minute => Step::Clock(MINUTE),
            Self::Hour => Step::Clock(HOUR),
            Self::Day => Step::Days(1, 0),
            Self::Week => Step::Days(7, week_start.origin()),
            Self::Month => Step::Months(1),
            Self::Quarter => Step::Months(3),
            Self::Year => Step::Months(12),
            Self::Fixed { micros, origin } => Step::Fixed(micros.max(1), origin),
            Self::Days { days, origin } => Step::Days(days.max(1), origin),
            Self::Months { months } => Step::Months(months.max(1)),
        }
    }
}

/// As [`Grain::parse`] reads it.
impl fmt::Display for Grain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = Self::NAMES.iter();
        if let Some((name, _)) = names.find(|(_, grain)| grain == self) {
            return f.write_str(name);
        }
        match self {
            Self::Months { months } => write!(f, "P{months}M"),
            Self::Days { days, origin } => write!(f, "P{days}D/{}", write_instant(at_day(*origin))),
            Self::Fixed { micros, origin } => {
                let (whole, rest) = (micros / SECOND, micros % SECOND);
                let fraction = if rest == 0 {
                    String::new()
                } else {
                    format!(".{rest:06}")
                };
                write!(f, "PT{whole}{fraction}S/{}", write_instant(*origin))
            }
            _ => Ok(()),
        }
    }
}

/// The day that weeks begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "named for what they are")]
pub enum Weekday {
    /// As in ISO 8601.
    #[default]
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    const NAMES: [(&'static str, Self); 7] = [
        ("monday", Self::Monday),
        ("tuesday", Self::Tuesday),
        ("wednesday", Self::Wednesday),
        ("thursday", Self::Thursday),
        ("friday", Self::Friday),
        ("saturday", Self::Saturday),
        ("sunday", Self::Sunday),
    ];

    /// Reads `monday` … `sunday`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        names.find(|(name, _)| *name == text).map(|(_, day)| *day)
    }

    /// Whether a day, by its number since 1970, is this weekday.
    pub(crate) fn falls_on(self, day: i64) -> bool {
        (day - self.origin()).rem_euclid(7) == 0
    }

    /// The number of a day that is this weekday: 1970-01-05 was a Monday.
    fn origin(self) -> i64 {
        let place = Self::NAMES
            .iter()
            .zip(4..)
            .find(|((_, day), _)| *day == self);
        place.map_or(4, |(_, number)| number)
    }
}

/// How buckets are counted.
#[derive(Debug, Clone, Copy)]
enum Step {
    Fixed(i64, i64),
    Clock(i64),
    Days(i64, i64),
    Months(i64),
}

/// Where buckets lie: in a zone, with weeks that begin on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The zone.
    pub zone: Zone,
    /// The first day of the week.
    pub week_start: Weekday,
}

impl Calendar {
    /// The beginning of the bucket that an instant falls into. A bucket has its beginning and
    /// not its end, so that an instant on a boundary is in one bucket.
    #[must_use]
    pub fn floor(&self, grain: Grain, instant: i64) -> i64 {
        match grain.step(self.week_start) {
            Step::Fixed(micros, origin) => floor(instant.saturating_sub(origin), micros) + origin,
            Step::Clock(micros) => self.clock_floor(micros, instant),
            step => self.begin(step, self.ordinal(step, instant)),
        }
    }

    /// The beginning of the bucket after the one that begins there.
    #[must_use]
    pub fn next(&self, grain: Grain, start: i64) -> i64 {
        match grain.step(self.week_start) {
            Step::Fixed(micros, _) => start.saturating_add(micros),
            Step::Clock(micros) => self.clock_next(micros, start),
            step => {
                let mut ordinal = self.ordinal(step, start) + 1;
                let mut next = self.begin(step, ordinal);
                // A zone that crosses the date line skips a whole day.
                while next <= start && ordinal < LAST_DAY {
                    ordinal += 1;
                    next = self.begin(step, ordinal);
                }
                next
            }
        }
    }

    /// The beginning of the bucket so many before (negative) or after the one that begins there.
    #[must_use]
    pub fn shift(&self, grain: Grain, start: i64, by: i64) -> i64 {
        match grain.step(self.week_start) {
            Step::Fixed(micros, _) => start.saturating_add(micros.saturating_mul(by)),
            Step::Clock(_) if by > 0 => (0..by).fold(start, |at, _| self.next(grain, at)),
            Step::Clock(_) => (by..0).fold(start, |at, _| self.floor(grain, at - 1)),
            step => self.begin(step, self.ordinal(step, start).saturating_add(by)),
        }
    }

    /// The boundaries of the buckets from `start`, which begins one, up to the first at or after
    /// `end`; `None` when they are more than `most`.
    #[must_use]
    pub fn boundaries(&self, grain: Grain, start: i64, end: i64, most: usize) -> Option<Vec<i64>> {
        let mut boundaries = vec![start];
        let mut at = start;
        while at < end {
            let next = self.next(grain, at);
            if boundaries.len() > most || next <= at {
                return None;
            }
            boundaries.push(next);
            at = next;
        }
        Some(boundaries)
    }

    /// So many months later by the calendar, at the same local time.
    #[must_use]
    pub fn add_months(&self, instant: i64, months: i64) -> i64 {
        let local = self.zone.local(instant);
        let moved = add_months(local.div_euclid(DAY), months);
        let moved = moved.map_or(local, |day| at_day(day) + local.rem_euclid(DAY));
        self.zone.instant(moved)
    }

    /// The same time after `to` as `instant` is after `from`, on local clocks.
    #[must_use]
    pub fn transfer(&self, instant: i64, from: i64, to: i64) -> i64 {
        let local = |at| self.zone.local(at);
        let elapsed = local(instant).saturating_sub(local(from));
        self.zone.instant(local(to).saturating_add(elapsed))
    }

    /// The beginning of a day written as `YYYY-MM-DD`.
    #[must_use]
    pub fn day(&self, date: &str) -> Option<i64> {
        let noon = parse_instant(&format!("{date}T12:00:00Z"))?;
        let step = Step::Days(1, 0);
        Some(self.begin(step, noon.div_euclid(DAY)))
    }

    /// The number of the bucket of days or months.
    fn ordinal(&self, step: Step, instant: i64) -> i64 {
        let day = self.zone.local(instant).div_euclid(DAY);
        match step {
            Step::Months(months) => month_of(day).unwrap_or(0).div_euclid(months),
            Step::Days(days, origin) => (day - origin).div_euclid(days),
            Step::Fixed(..) | Step::Clock(_) => 0,
        }
    }

    fn begin(&self, step: Step, ordinal: i64) -> i64 {
        let day = match step {
            Step::Months(months) => {
                let edge = if ordinal < 0 { FIRST_DAY } else { LAST_DAY };
                let month = ordinal.checked_mul(months);
                month.and_then(first_of).unwrap_or(edge)
            }
            Step::Days(days, origin) => ordinal.saturating_mul(days).saturating_add(origin),
            Step::Fixed(..) | Step::Clock(_) => 0,
        };
        self.zone.instant(at_day(day))
    }

    fn clock_floor(&self, micros: i64, instant: i64) -> i64 {
        let shown = floor(self.zone.local(instant), micros);
        let offset = self.zone.local(instant).saturating_sub(instant);
        let start = shown.saturating_sub(offset);
        let changed = self.zone.next_transition(start.saturating_sub(1));
        // Clocks that change by half an hour cut an hour in two.
        match changed.filter(|at| *at <= instant) {
            Some(at) if self.cuts(micros, at) => at,
            _ => start,
        }
    }

    fn clock_next(&self, micros: i64, start: i64) -> i64 {
        let offset = self.zone.local(start).saturating_sub(start);
        let next = floor(self.zone.local(start), micros).saturating_add(micros) - offset;
        match self.zone.next_transition(start).filter(|at| *at < next) {
            Some(at) if self.cuts(micros, at) => at,
            _ => next,
        }
    }

    /// Whether a transition moves the boundaries of such buckets.
    fn cuts(&self, micros: i64, transition: i64) -> bool {
        let before = self.zone.offset_at(transition - 1);
        let change = i64::from(self.zone.offset_at(transition) - before) * SECOND;
        change % micros != 0
    }
}

/// Days that are never reached: year −9999 and 19999.
const FIRST_DAY: i64 = -4_400_000;
const LAST_DAY: i64 = 6_600_000;

fn at_day(day: i64) -> i64 {
    day.clamp(FIRST_DAY, LAST_DAY) * DAY
}

fn floor(value: i64, step: i64) -> i64 {
    value.saturating_sub(value.rem_euclid(step))
}
