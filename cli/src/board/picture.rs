//! A dashboard as one SVG picture, for documents: cards in two columns.

use std::fmt::Write;

use profilekit::metrics::{Cohort, Line, Shown, Slice, Span};

use super::Seen;
use super::chart::{HEIGHT, series};
use super::figure::{bucket, change, figure, label, millionths, moment, range};
use super::page::{escaped, name_of};

const STYLE: &str = concat!(include_str!("chart.css"), include_str!("picture.css"));

/// Cards, and the room around and between them.
const CARD: i128 = 380;
const GAP: i128 = 16;
const EDGE: i128 = 20;
/// What stands above the cards.
const HEAD: i128 = 76;
/// The room inside of a card.
const INSIDE: i128 = 20;
const WIDTH: i128 = 2 * CARD + GAP + 2 * EDGE;
/// The most columns of a table of cohorts.
const COLUMNS: usize = 18;

/// The picture.
pub(crate) fn picture(seen: Seen<'_>) -> String {
    let dashboard = seen.dashboard;
    let mut cards = String::new();
    let mut ends = [HEAD, HEAD];
    for (place, card) in dashboard.cards.iter().enumerate() {
        let wide = card
            .answer
            .lines
            .iter()
            .any(|line| !line.cohorts.is_empty());
        let [left, right] = ends;
        let (x, y, width) = match wide {
            true => (EDGE, left.max(right), 2 * CARD + GAP),
            false if left <= right => (EDGE, left, CARD),
            false => (EDGE + CARD + GAP, right, CARD),
        };
        let (inner, height) = inside(card, place, width - 2 * INSIDE, seen);
        let _ = writeln!(
            cards,
            "<g transform=\"translate({x} {y})\"><rect class=\"card\" width=\"{width}\" \
             height=\"{height}\" rx=\"12\"/>{inner}</g>"
        );
        let end = y + height + GAP;
        ends = match wide {
            true => [end, end],
            false if x == EDGE => [end, right],
            false => [left, end],
        };
    }
    let [left, right] = ends;
    let height = left.max(right) + EDGE - GAP;
    let title = format!(
        "{}: {} dashboard",
        seen.product,
        dashboard.persona.replace('_', " ")
    );
    let when = format!(
        "{} · {}",
        moment(dashboard.now, seen.calendar),
        dashboard.zone
    );
    let figures: Vec<String> = dashboard.cards.iter().map(told).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\" role=\"group\" aria-labelledby=\"title desc\">\
         <title id=\"title\">{title}</title><desc id=\"desc\">{}</desc>\n\
         <style>\n{STYLE}</style>\n\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>\n\
         <text class=\"title\" x=\"{EDGE}\" y=\"38\">{title}</text>\
         <text class=\"soft\" x=\"{EDGE}\" y=\"60\">{}</text>\n{cards}</svg>\n",
        escaped(&figures.join("; ")),
        escaped(&when),
        title = escaped(&title),
    )
}

/// A card's figures in words.
fn told(card: &Shown) -> String {
    let lines = card.answer.lines.iter();
    let values: Vec<String> = lines
        .filter(|line| line.cohorts.is_empty())
        .map(|line| figure(card, line, line.value))
        .collect();
    match values.is_empty() {
        true => label(card).to_owned(),
        false => format!("{}: {}", label(card), values.join(", ")),
    }
}

/// What is in a card, and how high it is.
fn inside(card: &Shown, place: usize, width: i128, seen: Seen<'_>) -> (String, i128) {
    let mut out = String::new();
    let mut y = 28;
    text(&mut out, "name", y, label(card));
    for (number, line) in card.answer.lines.iter().enumerate() {
        if line.cohorts.is_empty() {
            y += 32;
            text(&mut out, "value", y, &figure(card, line, line.value));
        }
        if let (Some(change), Some(_)) = (change(line), line.previous) {
            y += 20;
            let from = figure(card, line, line.previous);
            text(&mut out, "soft", y, &format!("{change}, from {from}"));
        }
        let id = format!("card-{place}-{number}");
        y = body(&mut out, (card, line), number, (&id, y, width), seen);
    }
    y += 22;
    text(
        &mut out,
        "soft",
        y,
        &range(card.answer.range, seen.calendar),
    );
    (out, y + 16)
}

/// The charts of a line below `y`; where they end.
fn body(
    out: &mut String,
    (card, line): (&Shown, &Line),
    number: usize,
    (id, y, width): (&str, i128, i128),
    seen: Seen<'_>,
) -> i128 {
    let outlook = card.outlooks.get(number);
    let ahead = outlook.map_or(&[][..], |outlook| &outlook.points);
    let mut y = y;
    if line.series.iter().any(|point| point.value.is_some()) {
        let chart = series(card, line, ahead, id, seen.calendar);
        let placed = format!(
            "<svg x=\"{INSIDE}\" y=\"{}\" height=\"{HEIGHT}\" width=\"340\" ",
            y + 10
        );
        out.push_str(&chart.replacen("<svg ", &placed, 1));
        y += HEIGHT + 10;
    }
    if let Some(method) = outlook.and_then(|outlook| outlook.method.as_deref()) {
        let words = match ahead.is_empty() {
            true => format!("By {method}."),
            false => format!("Rings: what is expected, by {method}."),
        };
        y += 16;
        text(out, "soft", y, &words);
    }
    y += if line.breakdown.is_empty() { 0 } else { 12 };
    let values = line
        .breakdown
        .iter()
        .map(|slice| slice.value.map_or(0, millionths));
    let most = values.max().unwrap_or(0).max(1);
    for slice in &line.breakdown {
        part(out, (card, line), slice, (y, width, most));
        y += 34;
    }
    let cohorts: Vec<&Cohort> = line.cohorts.iter().filter(|one| one.size > 0).collect();
    if !cohorts.is_empty() {
        y = table(out, &cohorts, (y, width), seen);
    }
    y
}

/// A part with a bar as long as its share of the greatest.
fn part(
    out: &mut String,
    (card, line): (&Shown, &Line),
    slice: &Slice,
    (y, width, most): (i128, i128, i128),
) {
    let share = slice.value.map_or(0, millionths).max(0);
    let length = share.saturating_mul(width) / most;
    let _ = write!(
        out,
        "<text class=\"part\" x=\"{INSIDE}\" y=\"{row}\">{}</text>\
         <text class=\"part\" x=\"{end}\" y=\"{row}\" text-anchor=\"end\">{}</text>\
         <rect class=\"track\" x=\"{INSIDE}\" y=\"{bar}\" width=\"{width}\" height=\"8\"/>\
         <rect class=\"bar\" x=\"{INSIDE}\" y=\"{bar}\" width=\"{length}\" height=\"8\"/>",
        escaped(&name_of(slice)),
        escaped(&figure(card, line, slice.value)),
        row = y + 14,
        bar = y + 20,
        end = INSIDE + width,
    );
}

/// Cohorts, and per cent of each that came back, by buckets since; in their first bucket all are
/// there.
fn table(out: &mut String, cohorts: &[&Cohort], (y, width): (i128, i128), seen: Seen<'_>) -> i128 {
    let most = cohorts.iter().map(|cohort| cohort.active.len()).max();
    let most = most.unwrap_or(0).saturating_sub(1).min(COLUMNS);
    let column = |place: usize| {
        let place = i128::try_from(place).unwrap_or(0);
        let columns = i128::try_from(most).unwrap_or(1).max(1);
        INSIDE + 140 + (place + 1) * (width - 140) / columns
    };
    let mut row = |y: i128, head: [&str; 2], cells: &[String]| {
        text(out, "cell", y, head[0]);
        let cells = cells.iter().enumerate();
        let cells = cells.map(|(place, cell)| (column(place), cell.as_str()));
        for (x, cell) in [(INSIDE + 132, head[1])].into_iter().chain(cells) {
            let _ = write!(
                out,
                "<text class=\"cell\" x=\"{x}\" y=\"{y}\" text-anchor=\"end\">{}</text>",
                escaped(cell)
            );
        }
    };
    let heads: Vec<String> = (1..=most).map(|number| format!("+{number}")).collect();
    row(y + 22, ["Since", "People"], &heads);
    let mut y = y + 22;
    for cohort in cohorts {
        y += 20;
        let span = Span {
            start: cohort.start,
            until: cohort.start,
            end: cohort.start.saturating_add(31 * 86_400_000_000),
        };
        let shares = cohort.active.iter().skip(1).take(most);
        let shares: Vec<String> = shares
            .map(|active| format!("{} %", (active * 100 + cohort.size / 2) / cohort.size))
            .collect();
        let name = bucket(span, seen.calendar);
        row(y, [&name, &cohort.size.to_string()], &shares);
    }
    y
}

fn text(out: &mut String, class: &str, y: i128, words: &str) {
    let _ = write!(
        out,
        "<text class=\"{class}\" x=\"{INSIDE}\" y=\"{y}\">{}</text>",
        escaped(words)
    );
}
