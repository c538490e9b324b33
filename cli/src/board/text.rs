//! A dashboard in the terminal.

use profilekit::blueprint::document::AlertSeverity;
use profilekit::metrics::{Line, Outlook, Point, Shown, Slice};

use super::Seen;
use super::figure::{
    bucket, change, expected, figure, is_better, label, millionths, moment, percent,
};
use super::page::name_of;
use crate::output::{Paint, say, say_line};
use crate::table::table;

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Shows a dashboard: a row a figure, then what some of them are made of.
pub(crate) fn show(seen: Seen<'_>) {
    let paint = Paint::for_output();
    let dashboard = seen.dashboard;
    say_line!(
        "{} {}",
        paint.strong(&format!("{} · {}", seen.product, dashboard.persona)),
        paint.dim(&format!(
            "{} {}",
            moment(dashboard.now, seen.calendar),
            dashboard.zone
        ))
    );
    let lines = dashboard
        .cards
        .iter()
        .flat_map(|card| card.answer.lines.iter().map(move |line| (card, line)));
    let mut rows: Vec<[String; 5]> = lines.map(|(card, line)| row(card, line, paint)).collect();
    for column in [1, 2] {
        align(&mut rows, column);
    }
    let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
    say_line!();
    say!(
        "{}",
        table(&["figure", "now", "before", "change", "course"], &rows)
    );
    for breach in dashboard.cards.iter().flat_map(Shown::breaches) {
        let word = capitalised(breach.threshold.severity.word());
        let word = match breach.threshold.severity {
            AlertSeverity::Info => paint.strong(&word),
            AlertSeverity::Warning | AlertSeverity::Critical => paint.bad(&word),
        };
        say_line!("{word}: {}", breach.reason);
    }
    for card in &dashboard.cards {
        for line in &card.answer.lines {
            parts(card, line, paint);
            cohorts(card, line, seen);
        }
        let lines = card.answer.lines.iter().zip(&card.outlooks);
        lines.for_each(|(line, outlook)| ahead(card, line, outlook, seen));
    }
}

/// A word as it begins a sentence.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn row(card: &Shown, line: &Line, paint: Paint) -> [String; 5] {
    let previous = line.previous.map(|value| figure(card, line, Some(value)));
    let change = change(line).unwrap_or_default();
    let change = match is_better(card, line) {
        Some(true) => paint.good(&change),
        Some(false) => paint.bad(&change),
        None => change,
    };
    [
        label(card).to_owned(),
        figure(card, line, line.value),
        previous.unwrap_or_default(),
        change,
        sparkline(&line.series),
    ]
}

/// Puts the cells of a column under each other by their ends.
fn align(rows: &mut [[String; 5]], column: usize) {
    let widths = rows.iter().filter_map(|row| row.get(column));
    let widest = widths.map(|cell| cell.chars().count()).max().unwrap_or(0);
    for cell in rows.iter_mut().filter_map(|row| row.get_mut(column)) {
        let blank = widest.saturating_sub(cell.chars().count());
        cell.insert_str(0, &" ".repeat(blank));
    }
}

/// A series as blocks, from zero or the least value; a blank where there is no figure.
fn sparkline(series: &[Point]) -> String {
    let values = series
        .iter()
        .map(|point| point.value.map(millionths))
        .collect::<Vec<_>>();
    let known = || values.iter().flatten().copied();
    let least = known().min().unwrap_or(0).min(0);
    let whole = known().max().unwrap_or(0).saturating_sub(least).max(1);
    let block = |value: i128| {
        let share = value.saturating_sub(least).saturating_mul(7) / whole;
        let place = usize::try_from(share).unwrap_or(0);
        BLOCKS.get(place).copied().unwrap_or('█')
    };
    let blocks = values.iter().map(|value| value.map_or(' ', block));
    blocks.collect()
}

/// A figure, and of how many values it is.
pub(super) fn sampled(figure: String, slice: &Slice) -> String {
    match slice.sample {
        Some(sample) => format!("{figure} of {sample}"),
        None => figure,
    }
}

fn parts(card: &Shown, line: &Line, paint: Paint) {
    if line.breakdown.is_empty() {
        return;
    }
    say_line!("\n{}", paint.strong(label(card)));
    let values = line
        .breakdown
        .iter()
        .map(|slice| slice.value.map_or(0, millionths));
    let most = values.max().unwrap_or(0).max(1);
    let mut rows: Vec<[String; 5]> = line
        .breakdown
        .iter()
        .map(|slice| {
            let name = name_of(slice);
            let share = slice.value.map_or(0, millionths).max(0).saturating_mul(24) / most;
            let bar = "█".repeat(usize::try_from(share).unwrap_or(0));
            let value = sampled(figure(card, line, slice.value), slice);
            [name, value, bar, String::new(), String::new()]
        })
        .collect();
    align(&mut rows, 1);
    for [name, value, bar, ..] in rows {
        say_line!("  {value}  {bar} {name}");
    }
}

/// What is expected, and what was out of line.
fn ahead(card: &Shown, line: &Line, outlook: &Outlook, seen: Seen<'_>) {
    let paint = Paint::for_output();
    let wanted = card.wanted.is_some_and(|wanted| wanted.ahead > 0);
    if wanted {
        let name = format!("{}, what is expected", label(card));
        say_line!("\n{}", paint.strong(&name));
        for point in &outlook.points {
            let name = bucket(point.bucket, seen.calendar);
            say_line!("  {name}  {}", expected(card, line, point));
        }
        say_line!("  {}", paint.dim(&outlook.reason));
    } else if !line.cohorts.is_empty() {
        say_line!("  {}", paint.dim(&outlook.reason));
    }
    for anomaly in &outlook.anomalies {
        let when = bucket(anomaly.expected.bucket, seen.calendar);
        let name = format!("{}, {when}:", label(card));
        say_line!("\n{} {}", paint.warn(&name), anomaly.reason);
    }
}

fn cohorts(card: &Shown, line: &Line, seen: Seen<'_>) {
    if line.cohorts.is_empty() {
        return;
    }
    say_line!("\n{}", label(card));
    let rows: Vec<Vec<String>> = line
        .cohorts
        .iter()
        .map(|cohort| {
            let span = profilekit::metrics::Span {
                start: cohort.start,
                until: cohort.start,
                end: cohort.start.saturating_add(31 * 86_400_000_000),
            };
            let shares = cohort
                .active
                .iter()
                .map(|active| share(*active, cohort.size));
            let head = [bucket(span, seen.calendar), cohort.size.to_string()];
            head.into_iter().chain(shares).collect()
        })
        .collect();
    let most = rows.iter().map(Vec::len).max().unwrap_or(2);
    let numbers: Vec<String> = (0..most.saturating_sub(2))
        .map(|n| format!("+{n}"))
        .collect();
    let head = ["since", "size"].into_iter();
    let head: Vec<&str> = head.chain(numbers.iter().map(String::as_str)).collect();
    say!("{}", table(&head, &rows));
}

/// A part of a whole in per cent.
pub(super) fn share(part: u64, whole: u64) -> String {
    let share = profilekit::metrics::Number::quotient(i128::from(part), i128::from(whole), 6);
    share.map_or("–".to_owned(), percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use profilekit::metrics::{Number, Span};

    #[test]
    fn courses_begin_at_zero() {
        let span = Span {
            start: 0,
            until: 1,
            end: 1,
        };
        let points = |values: &[Option<i128>]| -> Vec<Point> {
            let point = |value: &Option<i128>| Point {
                bucket: span,
                value: value.map(|units| Number::new(units, 0)),
            };
            values.iter().map(point).collect()
        };
        assert_eq!(
            sparkline(&points(&[Some(0), Some(7), None, Some(14)])),
            "▁▄ █"
        );
        assert_eq!(sparkline(&points(&[Some(5), Some(5)])), "██");
        assert_eq!(sparkline(&points(&[Some(-7), Some(7)])), "▁█");
        assert_eq!(sparkline(&[]), "");
    }
}
