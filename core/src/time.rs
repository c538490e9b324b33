//! Instants and durations as whole microseconds.

use chrono::{DateTime, Datelike, Months, NaiveDate, Timelike};

pub(crate) const SECOND: i64 = 1_000_000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const DAY: i64 = 1440 * MINUTE;

/// Whether `text` is `YYYY-MM-DD` and such a day exists.
pub(crate) fn is_date(text: &str) -> bool {
    date(text).is_some()
}

fn date(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *bytes else {
        return None;
    };
    let year = i32::try_from(number(&[y0, y1, y2, y3])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m0, m1])?, number(&[d0, d1])?)
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |value, &digit| {
        digit
            .is_ascii_digit()
            .then(|| value * 10 + u32::from(digit - b'0'))
    })
}

/// Microseconds since 1970 UTC of an RFC 3339 instant with `T`, seconds and an offset;
/// anything finer than a microsecond is refused, as are leap seconds.
///
/// ```
/// use profilekit::time::parse_instant;
/// assert_eq!(parse_instant("1970-01-01T01:00:01+01:00"), Some(1_000_000));
/// assert_eq!(parse_instant("2026-02-30T00:00:00Z"), None);
/// ```
#[must_use]
pub fn parse_instant(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let two = |at: usize, max: u32| bytes.get(at..at + 2).and_then(number).filter(|&n| n <= max);
    let byte = |at: usize| bytes.get(at).copied();
    let day = date(text.get(..10)?)?;
    if byte(10) != Some(b'T') || byte(13) != Some(b':') || byte(16) != Some(b':') {
        return None;
    }
    let clock = i64::from(two(11, 23)? * 3600 + two(14, 59)? * 60 + two(17, 59)?);
    let (fraction, rest) = fraction(text.get(19..)?)?;
    let midnight = i64::from(day.num_days_from_ce() - UNIX_DAY) * 86_400;
    let micros = (midnight + clock - offset(rest)?) * SECOND + fraction;
    // An offset may move the first and the last day out of the four-digit years.
    (FIRST..=LAST).contains(&micros).then_some(micros)
}

/// `0000-01-01T00:00:00Z` and the last microsecond of `9999-12-31`.
const FIRST: i64 = -62_167_219_200 * SECOND;
const LAST: i64 = 253_402_300_800 * SECOND - 1;

/// 1970-01-01 in chrono's days from the common era.
const UNIX_DAY: i32 = 719_163;

/// Microseconds of `.ffffff`, and what follows it.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(digits) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = digits.split_at(length);
    if !(1..=6).contains(&length) {
        return None;
    }
    let value = i64::from(number(digits.as_bytes())?);
    Some((value * 10i64.pow(u32::try_from(6 - length).ok()?), rest))
}

/// Seconds east of UTC of `Z` or `±hh:mm`.
fn offset(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] = *text.as_bytes() else {
        return None;
    };
    let hours = number(&[h0, h1]).filter(|&h| h <= 23)?;
    let minutes = number(&[m0, m1]).filter(|&m| m <= 59)?;
    let seconds = i64::from(hours * 3600 + minutes * 60);
    Some(if sign == b'-' { -seconds } else { seconds })
}

/// The canonical form: UTC with `Z`, a fraction only where there is one, without trailing zeros.
#[must_use]
pub fn write_instant(micros: i64) -> String {
    let Some(time) = DateTime::from_timestamp_micros(micros) else {
        return String::new();
    };
    let (year, month, day) = (time.year(), time.month(), time.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    let fraction = time.nanosecond() / 1000;
    if fraction > 0 {
        text.push_str(format!(".{fraction:06}").trim_end_matches('0'));
    }
    text.push('Z');
    text
}

/// Microseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds. Years and
/// months have no fixed length and are refused; a leading `-` is too.
///
/// ```
/// use profilekit::time::parse_duration;
/// assert_eq!(parse_duration("PT1M30S"), Some(90_000_000));
/// assert_eq!(parse_duration("P1M"), None);
/// ```
#[must_use]
pub fn parse_duration(text: &str) -> Option<i64> {
    let body = text.strip_prefix('P')?;
    let (days, clock) = match body.split_once('T') {
        Some((days, clock)) if !clock.is_empty() => (days, clock),
        Some(_) => return None,
        None => (body, ""),
    };
    if body.is_empty() {
        return None;
    }
    let days = parts(days, &[('W', 604_800), ('D', 86_400)])?;
    let clock = parts(clock, &[('H', 3600), ('M', 60), ('S', 1)])?;
    days.checked_add(clock)
}

/// An ISO 8601 duration that may have years and months, which have no fixed length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    months: u32,
    micros: i64,
}

impl Period {
    /// Reads a duration such as `P2Y`, `P1Y6M`, `P30D` or `PT12H`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix('P')?;
        let (date, clock) = match body.split_once('T') {
            Some((date, _)) => (date, body.get(date.len()..)?),
            None => (body, ""),
        };
        let end = date.rfind(['Y', 'M']).map_or(0, |at| at + 1);
        let (calendar, days) = date.split_at_checked(end)?;
        let months = parts(calendar, &[('Y', 12), ('M', 1)])? / SECOND;
        let rest = format!("P{days}{clock}");
        let micros = match rest.as_str() {
            "P" if end > 0 => 0,
            rest => parse_duration(rest)?,
        };
        let months = u32::try_from(months).ok()?;
        Some(Self { months, micros })
    }

    /// Its months, and the microseconds beside them.
    pub(crate) fn parts(self) -> (u32, i64) {
        (self.months, self.micros)
    }

    /// The instant so long before another one, in microseconds since 1970 UTC: months first, by
    /// the calendar of UTC, to the last day of a month that is too short.
    ///
    /// ```
    /// use profilekit::time::{Period, parse_instant};
    /// let month = Period::parse("P1M").unwrap();
    /// let before = month.before(parse_instant("2024-03-31T12:00:00Z").unwrap());
    /// assert_eq!(Some(before), parse_instant("2024-02-29T12:00:00Z"));
    /// ```
    #[must_use]
    pub fn before(self, instant: i64) -> i64 {
        let moved = DateTime::from_timestamp_micros(instant)
            .and_then(|time| time.checked_sub_months(Months::new(self.months)));
        let moved = moved.map_or(i64::MIN, |time| time.timestamp_micros());
        moved.saturating_sub(self.micros)
    }
}

/// Sums `number unit` pairs, each unit at most once and in order; the last may have a fraction
/// when it is seconds.
fn parts(text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut rest = text;
    let mut units = units.iter();
    let mut total = 0i64;
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_uppercase())?;
        let (written, unit) = (rest.get(..end)?, rest.get(end..)?.chars().next()?);
        let (_, seconds) = units.find(|(letter, _)| *letter == unit)?;
        total = total.checked_add(amount(written, *seconds)?)?;
        rest = rest.get(end + 1..)?;
    }
    Some(total)
}

fn amount(written: &str, seconds: i64) -> Option<i64> {
    let (whole, tail) = written.split_at(written.find('.').unwrap_or(written.len()));
    let (micros, rest) = fraction(tail)?;
    let digits = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    if !digits || !rest.is_empty() || !tail.is_empty() && seconds != 1 {
        return None;
    }
    let whole = whole
        .parse::<i64>()
        .ok()?
        .checked_mul(seconds)?
        .checked_mul(SECOND)?;
    whole.checked_add(micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_the_calendar() {
        let back = |period: &str, from: &str| {
            let period = Period::parse(period).unwrap();
            write_instant(period.before(parse_instant(from).unwrap()))
        };
        assert_eq!(back("P2Y", "2026-02-28T00:00:00Z"), "2024-02-28T00:00:00Z");
        assert_eq!(back("P1Y", "2024-02-29T01:00:00Z"), "2023-02-28T01:00:00Z");
        assert_eq!(
            back("P1Y6M", "2026-01-31T00:00:00Z"),
            "2024-07-31T00:00:00Z"
        );
        assert_eq!(
            back("P1M1DT1H", "2026-03-31T01:00:00Z"),
            "2026-02-27T00:00:00Z"
        );
        assert_eq!(back("P90D", "2026-03-31T00:00:00Z"), "2025-12-31T00:00:00Z");
        assert_eq!(
            back("PT36H", "2026-03-02T00:00:00Z"),
            "2026-02-28T12:00:00Z"
        );
        for bad in [
            "", "P", "PT", "1Y", "P1", "P-1Y", "P1M1Y", "P1.5Y", "P1YT", "P1Y1Y",
        ] {
            assert_eq!(Period::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn instants_agree_with_chrono() {
        for text in [
            "2026-11-21T03:24:00Z",
            "2024-02-29T23:59:59.999999+14:00",
            "1969-12-31T23:59:59.5-00:30",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2026-01-01T00:00:00.1Z",
        ] {
            let theirs = DateTime::parse_from_rfc3339(text)
                .map(|t| t.timestamp_micros())
                .ok();
            assert_eq!(parse_instant(text), theirs, "{text}");
        }
        for text in [
            "2026-11-21",
            "2026-11-21 03:24:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T03:24Z",
            "2026-11-21T03:24:60Z",
            "2026-11-21T03:24:00",
            "2023-02-29T00:00:00Z",
            "2026-11-21T03:24:00.Z",
            "2026-11-21T03:24:00.1234567Z",
            "0000-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
        ] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
    }

    #[test]
    fn the_canonical_form_reads_back() {
        for micros in [
            0,
            -1,
            1,
            500_000,
            1_764_000_000_123_450,
            -62_135_596_800_000_000,
            FIRST,
            LAST,
        ] {
            assert_eq!(parse_instant(&write_instant(micros)), Some(micros));
        }
        assert_eq!(write_instant(1_500_000), "1970-01-01T00:00:01.5Z");
    }

    #[test]
    fn durations_have_a_fixed_length() {
        for (text, value) in [
            ("P1W", Some(604_800)),
            ("P1DT2H", Some(93_600)),
            ("PT0.5S", None),
            ("P1Y", None),
            ("P", None),
            ("PT", None),
            ("PT1S1M", None),
            ("P1.5D", None),
            ("-PT1S", None),
            ("PT1H30M", Some(5400)),
        ] {
            let seconds = parse_duration(text)
                .filter(|m| m % SECOND == 0)
                .map(|m| m / SECOND);
            assert_eq!(seconds, value, "{text}");
        }
        assert_eq!(parse_duration("PT0.5S"), Some(500_000));
    }
}
