//! Figures and times in words.

use profilekit::metrics::{Calendar, Direction, Expected, Line, Number, Shown, Span, Unit};
use profilekit::time::write_instant;

const DAY: i64 = 86_400_000_000;

/// Digits that a figure keeps on its way to a chart.
const DIGITS: u8 = 6;

/// A number as a whole number of millionths, for lengths.
pub(super) fn millionths(number: Number) -> i128 {
    number
        .rounded(DIGITS)
        .map_or(i128::MAX, |number| number.units())
}

/// What people read of a card: its label, or its name.
pub(super) fn label(card: &Shown) -> &str {
    card.label.as_deref().unwrap_or(&card.answer.id)
}

/// A figure with what it counts: `1,150.00 USD`, `25 %`, `60 minutes`.
pub(super) fn figure(card: &Shown, line: &Line, value: Option<Number>) -> String {
    let Some(value) = value else {
        return "–".to_owned();
    };
    match (&line.unit, card.counts.as_deref()) {
        (Unit::Ratio, _) => percent(value),
        (Unit::Money(currency), _) => format!("{} {currency}", grouped(&value.to_string())),
        (Unit::Count | Unit::Number, Some(counts)) => format!("{} {counts}", plain(value)),
        (Unit::Count | Unit::Number, None) => plain(value),
    }
}

/// A number with at most two digits after the point, and none that are zero for nothing.
fn plain(number: Number) -> String {
    let short = number.rounded(number.scale().min(2)).unwrap_or(number);
    let text = short.to_string();
    let text = match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => &text,
    };
    grouped(text)
}

/// A share as per cent.
pub(super) fn percent(share: Number) -> String {
    let scaled = Number::new(share.units().saturating_mul(100), share.scale());
    let short = scaled.rounded(1).unwrap_or(scaled).to_string();
    let short = short.strip_suffix(".0").unwrap_or(&short);
    format!("{} %", grouped(short))
}

/// Digits in groups of three.
fn grouped(text: &str) -> String {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", text),
    };
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let mut out = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// How a figure compares with the one before: `▲ up 87.5 %`.
pub(super) fn change(line: &Line) -> Option<String> {
    let word = match line.direction? {
        Direction::Up => "▲ up",
        Direction::Down => "▼ down",
        Direction::Flat => return Some("● as before".to_owned()),
    };
    let size = line.change.map(|change| {
        let units = change
            .units()
            .checked_abs()
            .unwrap_or_else(|| change.units());
        percent(Number::new(units, change.scale()))
    });
    Some(size.map_or(word.to_owned(), |size| format!("{word} {size}")))
}

/// Whether a change is for the better; nothing where the card does not say which way that is.
pub(super) fn is_better(card: &Shown, line: &Line) -> Option<bool> {
    let up = card.better?.word() == "up";
    match line.direction? {
        Direction::Up => Some(up),
        Direction::Down => Some(!up),
        Direction::Flat => None,
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The clock of the zone: year, month, day, hour and minute, as digits.
fn local(at: i64, calendar: &Calendar) -> [String; 5] {
    let offset = i64::from(calendar.zone.offset_at(at)) * 1_000_000;
    let text = write_instant(at.saturating_add(offset));
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    [
        part(0, 4),
        part(5, 7),
        part(8, 10),
        part(11, 13),
        part(14, 16),
    ]
}

fn month(digits: &str) -> &'static str {
    let number: usize = digits.parse().unwrap_or(1);
    MONTHS
        .get(number.saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

/// A moment: `22 Nov 2026, 13:00`.
pub(super) fn moment(at: i64, calendar: &Calendar) -> String {
    let [year, digits, day, hour, minute] = local(at, calendar);
    let day = day.trim_start_matches('0');
    format!("{day} {} {year}, {hour}:{minute}", month(&digits))
}

fn day(at: i64, calendar: &Calendar) -> String {
    let [year, digits, day, ..] = local(at, calendar);
    format!("{} {} {year}", day.trim_start_matches('0'), month(&digits))
}

/// A bucket by its beginning: as short as its length allows.
pub(super) fn bucket(span: Span, calendar: &Calendar) -> String {
    let [year, digits, day, hour, minute] = local(span.start, calendar);
    let month = month(&digits);
    match span.end.saturating_sub(span.start) {
        length if length >= 360 * DAY => year,
        length if length >= 28 * DAY => format!("{month} {year}"),
        length if length >= 23 * DAY / 24 => format!("{} {month}", day.trim_start_matches('0')),
        _ => format!("{hour}:{minute}"),
    }
}

/// What is expected of a bucket: the figure, and the interval around it.
pub(super) fn expected(card: &Shown, line: &Line, point: &Expected) -> String {
    let figure = |value| figure(card, line, Some(value));
    format!(
        "{} ({} to {}, {} %)",
        figure(point.value),
        figure(point.lower),
        figure(point.upper),
        point.level
    )
}

/// A range in words.
pub(super) fn range(span: Span, calendar: &Calendar) -> String {
    // Before anything happened.
    if span.start < -2_000_000 * DAY / 3 {
        return format!("everything until {}", moment(span.until, calendar));
    }
    let start = day(span.start, calendar);
    let last = day(span.until.saturating_sub(1).max(span.start), calendar);
    let running = if span.complete() {
        ""
    } else {
        ", still running"
    };
    if start == last {
        format!("{start}{running}")
    } else {
        format!("{start} to {last}{running}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_grouped() {
        assert_eq!(grouped("-1234567.50"), "−1,234,567.50");
        assert_eq!(grouped("123"), "123");
        assert_eq!(plain(Number::new(45_000, 4)), "4.5");
        assert_eq!(plain(Number::new(1_000, 0)), "1,000");
        assert_eq!(plain(Number::new(66_667, 4)), "6.67");
        assert_eq!(percent(Number::new(875, 3)), "87.5 %");
        assert_eq!(percent(Number::new(2_000_000, 6)), "200 %");
    }
}
