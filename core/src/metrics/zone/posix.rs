//! The rule that a TZif file ends with: a POSIX `TZ` text, as RFC 9636 extends it.

use chrono::{Datelike, NaiveDate};

const DAY: i64 = 86_400;

/// How offsets alternate after the last listed transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    standard: i32,
    summer: Option<Summer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Summer {
    offset: i32,
    begins: Change,
    ends: Change,
}

/// A day of the year, and the local seconds since its midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    day: Day,
    seconds: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    /// `Mm.w.d`: weekday `d` (0 is Sunday) of week `w` (5 is the last) of month `m`.
    Weekday { month: u32, week: u32, day: u32 },
    /// `Jn`: 1 to 365, the 29th of February never counted.
    Julian(u32),
    /// `n`: 0 to 365, the 29th of February counted.
    Ordinal(u32),
}

impl Rule {
    /// Reads the text, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut text = Text(text);
        text.name()?;
        // POSIX counts west of Greenwich.
        let standard = -text.clock(24)?;
        if text.0.is_empty() {
            return Some(Self {
                standard,
                summer: None,
            });
        }
        text.name()?;
        let offset = if text.0.starts_with(',') {
            standard + 3600
        } else {
            -text.clock(24)?
        };
        let (begins, ends) = (text.change()?, text.change()?);
        let summer = Summer {
            offset,
            begins,
            ends,
        };
        text.0.is_empty().then_some(Self {
            standard,
            summer: Some(summer),
        })
    }

    /// The offset at a moment, in seconds.
    pub(super) fn offset_at(self, seconds: i64) -> i32 {
        let last = self.changes_around(seconds);
        let mut latest = last.into_iter().rev().flatten();
        let before = latest.find(|(at, _)| *at <= seconds);
        before.map_or(self.standard, |(_, offset)| offset)
    }

    /// The first change after a moment.
    pub(super) fn next_after(self, seconds: i64) -> Option<i64> {
        let around = self.changes_around(seconds).into_iter().flatten();
        around.map(|(at, _)| at).find(|at| *at > seconds)
    }

    /// The changes of the year before, this year and the next, in order; none without a summer.
    fn changes_around(self, seconds: i64) -> [Option<(i64, i32)>; 6] {
        let mut changes = [None; 6];
        let Some(summer) = self.summer else {
            return changes;
        };
        let year = year_of(seconds);
        for (year, pair) in (year - 1..).zip(changes.chunks_exact_mut(2)) {
            let begins = summer
                .begins
                .at(year)
                .map(|at| at - i64::from(self.standard));
            let ends = summer.ends.at(year).map(|at| at - i64::from(summer.offset));
            let found = [
                begins.map(|at| (at, summer.offset)),
                ends.map(|at| (at, self.standard)),
            ];
            pair.copy_from_slice(&found);
        }
        changes.sort_by_key(|change| change.map(|(at, _)| at));
        changes
    }
}

fn year_of(seconds: i64) -> i32 {
    super::civil::date_of(seconds.div_euclid(DAY)).map_or(1970, |date| date.year())
}

impl Change {
    /// Local seconds since 1970 of the change in a year.
    fn at(self, year: i32) -> Option<i64> {
        let day = super::civil::days_of(self.day.date(year)?);
        Some(day * DAY + i64::from(self.seconds))
    }
}

impl Day {
    fn date(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Ordinal(day) => NaiveDate::from_yo_opt(year, day + 1),
            Self::Julian(day) => {
                let leap = NaiveDate::from_yo_opt(year, 366).is_some();
                NaiveDate::from_yo_opt(year, day + u32::from(leap && day >= 60))
            }
            Self::Weekday { month, week, day } => nth_weekday(year, month, week, day),
        }
    }
}

fn nth_weekday(year: i32, month: u32, week: u32, day: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let ahead = (7 + day - first.weekday().num_days_from_sunday()) % 7;
    let place = 1 + ahead + (week - 1) * 7;
    let of = |place| NaiveDate::from_ymd_opt(year, month, place);
    of(place).or_else(|| of(place - 7))
}

/// What is left to be read.
struct Text<'a>(&'a str);

impl<'a> Text<'a> {
    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    fn eat(&mut self, mark: char) -> Option<()> {
        self.0 = self.0.strip_prefix(mark)?;
        Some(())
    }

    /// `CET` or `<+03>`.
    fn name(&mut self) -> Option<()> {
        if self.eat('<').is_some() {
            let end = self.0.find('>')?;
            self.take(end + 1)?;
            return Some(());
        }
        let letters = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        (letters >= 3).then_some(())?;
        self.take(letters).map(|_| ())
    }

    fn number(&mut self, most: u32) -> Option<u32> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = self.take(digits)?.parse().ok()?;
        (number <= most).then_some(number)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    fn clock(&mut self, hours: u32) -> Option<i32> {
        let negative = self.eat('-').is_some();
        if !negative {
            self.0 = self.0.strip_prefix('+').unwrap_or(self.0);
        }
        let mut seconds = self.number(hours)? * 3600;
        for unit in [60, 1] {
            if self.eat(':').is_none() {
                break;
            }
            seconds += self.number(59)? * unit;
        }
        let seconds = i32::try_from(seconds).ok()?;
        Some(if negative { -seconds } else { seconds })
    }

    /// `,date[/time]`; the time is 02:00 where it is not said.
    fn change(&mut self) -> Option<Change> {
        self.eat(',')?;
        let day = self.day()?;
        let seconds = match self.eat('/') {
            Some(()) => self.clock(167)?,
            None => 7200,
        };
        Some(Change { day, seconds })
    }

    fn day(&mut self) -> Option<Day> {
        if self.eat('J').is_some() {
            return self.number(365).filter(|day| *day > 0).map(Day::Julian);
        }
        if self.eat('M').is_none() {
            return self.number(365).map(Day::Ordinal);
        }
        let month = self.number(12).filter(|month| *month > 0)?;
        self.eat('.')?;
        let week = self.number(5).filter(|week| *week > 0)?;
        self.eat('.')?;
        let day = self.number(6)?;
        Some(Day::Weekday { month, week, day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_instant;

    fn seconds(text: &str) -> i64 {
        parse_instant(text).unwrap() / 1_000_000
    }

    #[test]
    fn rules_alternate_in_both_hemispheres() {
        for (rule, at, offset) in [
            ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", 3600),
            ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 7200),
            ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 3600),
            (
                "AEST-10AEDT,M10.1.0,M4.1.0/3",
                "2026-01-01T00:00:00Z",
                39_600,
            ),
            (
                "AEST-10AEDT,M10.1.0,M4.1.0/3",
                "2026-07-01T00:00:00Z",
                36_000,
            ),
            ("<-03>3", "2026-07-01T00:00:00Z", -10_800),
            ("<+0530>-5:30", "2026-07-01T00:00:00Z", 19_800),
            ("AAA0BBB,J60,J300", "2024-03-01T02:00:00Z", 3600),
            ("AAA0BBB,59,300", "2024-02-29T02:00:00Z", 3600),
        ] {
            let rule = Rule::parse(rule).unwrap();
            assert_eq!(rule.offset_at(seconds(at)), offset, "{rule:?} {at}");
        }
        let berlin = Rule::parse("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let next = berlin.next_after(seconds("2026-10-25T01:00:00Z"));
        assert_eq!(next, Some(seconds("2027-03-28T01:00:00Z")));
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in [
            "",
            "CE-1",
            "CET",
            "CET-25",
            "CET-1CEST",
            "CET-1CEST,M3.5.0",
            "CET-1CEST,M13.5.0,M10.5.0",
            "CET-1CEST,M3.6.0,M10.5.0",
            "CET-1CEST,M3.5.7,M10.5.0",
            "CET-1CEST,J0,J1",
            "CET-1CEST,366,1",
            "CET-1CEST,M3.5.0,M10.5.0/168",
            "CET-1CEST,M3.5.0,M10.5.0x",
            "<CET-1",
        ] {
            assert_eq!(Rule::parse(text), None, "{text}");
        }
    }
}
