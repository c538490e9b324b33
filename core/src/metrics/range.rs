//! Ranges of time, and what they are compared with.

use super::grain::{Calendar, Grain};

/// What time a figure is about.
///
/// The words of a blueprint: `all`; `today`, `this_week`, `this_month` and so on, which run;
/// `yesterday`, `last_month` and so on, and `previous_6_months`, which are complete;
/// `last_30_days`, which is today and the 29 days before; `next_7_days`, from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// Everything until now.
    All,
    /// The current bucket of a grain and so many before it, `count` together.
    Current {
        /// The grain.
        grain: Grain,
        /// How many buckets.
        count: u32,
    },
    /// So many complete buckets before the current one.
    Previous {
        /// The grain.
        grain: Grain,
        /// How many buckets.
        count: u32,
    },
    /// From now to the end of so many buckets, the current one the first.
    Next {
        /// The grain.
        grain: Grain,
        /// How many buckets.
        count: u32,
    },
    /// From an instant until another.
    Between {
        /// The first instant.
        from: i64,
        /// The instant after the last.
        to: i64,
    },
}

/// What a range is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// The period before, as long; of a running range, as long as it has run.
    PreviousPeriod,
    /// The same dates a year before.
    SamePeriodLastYear,
    /// From an instant until another.
    Between {
        /// The first instant.
        from: i64,
        /// The instant after the last.
        to: i64,
    },
}

/// A range when `now` is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first instant.
    pub start: i64,
    /// The instant after the last that counts: never after now, but of what lies ahead.
    pub until: i64,
    /// The end that the range will have.
    pub end: i64,
}

impl Span {
    /// Whether nothing more can be added.
    #[must_use]
    pub fn complete(self) -> bool {
        self.until == self.end
    }
}

/// Before everything and after everything: `0000-01-01` and the end of `9999`.
pub(super) const BEGINNING: i64 = -62_167_219_200_000_000;

/// The most buckets that a range names.
const MOST: u32 = 100_000;

impl Range {
    /// Reads a word such as `this_month` or `last_30_days`.
    ///
    /// ```
    /// use profilekit::metrics::{Grain, Range};
    /// let month = Range::Current { grain: Grain::Month, count: 1 };
    /// assert_eq!(Range::parse("this_month"), Some(month));
    /// assert_eq!(Range::parse("last_0_days"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let day = Grain::Day;
        match word {
            "all" => return Some(Self::All),
            "today" => {
                return Some(Self::Current {
                    grain: day,
                    count: 1,
                });
            }
            "yesterday" => {
                return Some(Self::Previous {
                    grain: day,
                    count: 1,
                });
            }
            _ => {}
        }
        let (which, rest) = word.split_once('_')?;
        let Some((count, unit)) = rest.split_once('_') else {
            return Self::single(which, Grain::parse(rest)?);
        };
        let count = number(count)?;
        let grain = Grain::parse(unit.strip_suffix('s')?)?;
        match which {
            "last" => Some(Self::Current { grain, count }),
            "previous" => Some(Self::Previous { grain, count }),
            "next" => Some(Self::Next { grain, count }),
            _ => None,
        }
    }

    fn single(which: &str, grain: Grain) -> Option<Self> {
        match which {
            "this" => Some(Self::Current { grain, count: 1 }),
            "last" => Some(Self::Previous { grain, count: 1 }),
            "next" => Some(Self::Next { grain, count: 1 }),
            _ => None,
        }
    }

    /// The range at a moment.
    #[must_use]
    pub fn at(self, now: i64, calendar: &Calendar) -> Span {
        let current = |grain| calendar.floor(grain, now);
        let (start, end) = match self {
            Self::All => (BEGINNING, now),
            Self::Between { from, to } => (from, to.max(from)),
            Self::Current { grain, count } => {
                let back = 1 - i64::from(count);
                let start = calendar.shift(grain, current(grain), back);
                (start, calendar.next(grain, current(grain)))
            }
            Self::Previous { grain, count } => {
                let start = calendar.shift(grain, current(grain), -i64::from(count));
                (start, current(grain))
            }
            Self::Next { grain, count } => {
                let end = calendar.shift(grain, current(grain), i64::from(count));
                return Span {
                    start: now,
                    until: end,
                    end,
                };
            }
        };
        Span {
            start,
            until: now.clamp(start, end),
            end,
        }
    }
}

fn number(text: &str) -> Option<u32> {
    let plain = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|count| plain && *count <= MOST)
}

impl Compare {
    /// Reads `previous_period` or `same_period_last_year`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "previous_period" => Some(Self::PreviousPeriod),
            "same_period_last_year" => Some(Self::SamePeriodLastYear),
            _ => None,
        }
    }

    /// What the range of a card is compared with; `None` where nothing lies before.
    #[must_use]
    pub fn at(self, range: Range, now: i64, calendar: &Calendar) -> Option<Span> {
        let span = range.at(now, calendar);
        let (start, end) = match self {
            Self::Between { from, to } => {
                let to = to.max(from);
                return Some(Span {
                    start: from,
                    until: to,
                    end: to,
                });
            }
            Self::SamePeriodLastYear => {
                let back = |at| calendar.add_months(at, -12);
                let until = back(span.until);
                return (range != Range::All).then(|| Span {
                    start: back(span.start),
                    until,
                    end: back(span.end).max(until),
                });
            }
            Self::PreviousPeriod => (before(range, span, calendar)?, span.start),
        };
        let elapsed = calendar.transfer(span.until, span.start, start);
        let until = if span.complete() {
            end
        } else {
            elapsed.clamp(start, end)
        };
        Some(Span { start, until, end })
    }
}

/// The beginning of the period before.
fn before(range: Range, span: Span, calendar: &Calendar) -> Option<i64> {
    match range {
        Range::All => None,
        Range::Current { grain, count } | Range::Previous { grain, count } => {
            Some(calendar.shift(grain, span.start, -i64::from(count)))
        }
        Range::Next { .. } | Range::Between { .. } => {
            Some(calendar.transfer(span.start, span.end, span.start))
        }
    }
}
