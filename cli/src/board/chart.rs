//! Charts as SVG: a title, a description, and nothing that only colour tells.

use std::fmt::Write;

use profilekit::metrics::{Calendar, Expected, Line, Point, Shown, Unit};

use super::figure::{bucket, expected, figure, label, millionths};
use super::page::escaped;

/// The drawing's size, and the room for what stands beside and below it.
const WIDTH: i128 = 340;
pub(super) const HEIGHT: i128 = 132;
const TOP: i128 = 18;
const BOTTOM: i128 = 108;

/// The chart of a line's series.
pub(super) fn series(
    card: &Shown,
    line: &Line,
    ahead: &[Expected],
    id: &str,
    calendar: &Calendar,
) -> String {
    let end = line.series.last().map_or(0, |point| point.bucket.end);
    let later = ahead.iter().filter(|point| point.bucket.start >= end);
    let count = line.series.len() + later.count();
    let scale = Scale::of(&line.series, ahead);
    let mut out = open(card, line, ahead, id, calendar);
    axis(&mut out, card, line, &scale);
    let averaged = matches!(line.unit, Unit::Ratio | Unit::Number);
    if averaged && line.series.len() > 2 {
        curve(&mut out, card, line, &scale, (count, calendar));
    } else {
        bars(&mut out, card, line, &scale, (count, calendar));
    }
    let from = count - ahead.len().min(count);
    for (place, point) in (from..).zip(ahead) {
        whisker(
            &mut out,
            card,
            line,
            &scale,
            (place, count),
            point,
            calendar,
        );
    }
    dates(&mut out, line, ahead, count, calendar);
    out.push_str("</svg>");
    out
}

/// From values to heights.
struct Scale {
    least: i128,
    whole: i128,
    most: Option<profilekit::metrics::Number>,
}

impl Scale {
    fn of(series: &[Point], ahead: &[Expected]) -> Self {
        let ends = || ahead.iter().flat_map(|point| [point.lower, point.upper]);
        let known = || {
            let figures = series.iter().filter_map(|point| point.value);
            figures.chain(ends())
        };
        let values = || known().map(millionths);
        let least = values().min().unwrap_or(0).min(0);
        let greatest = values().max().unwrap_or(0).max(0);
        Self {
            least,
            whole: greatest.saturating_sub(least).max(1),
            most: known().max_by(|one, two| one.order(*two)),
        }
    }

    /// The height of a value, in hundredths.
    fn y(&self, value: i128) -> i128 {
        let room = (BOTTOM - TOP) * 100;
        let up = value.saturating_sub(self.least).saturating_mul(room) / self.whole;
        BOTTOM * 100 - up
    }
}

fn pixels(hundredths: i128) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths.rem_euclid(100))
}

fn open(card: &Shown, line: &Line, ahead: &[Expected], id: &str, calendar: &Calendar) -> String {
    let value = |point: &Point| {
        let running = if point.bucket.complete() {
            ""
        } else {
            ", still running"
        };
        let value = figure(card, line, point.value);
        format!("{}: {value}{running}", bucket(point.bucket, calendar))
    };
    let later = |point: &Expected| {
        let bucket = bucket(point.bucket, calendar);
        format!("{bucket}, expected: {}", expected(card, line, point))
    };
    let values = line.series.iter().map(value);
    let values: Vec<String> = values.chain(ahead.iter().map(later)).collect();
    format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" tabindex=\"0\" \
         aria-labelledby=\"{id}-title {id}-desc\"><title id=\"{id}-title\">{}, by {}</title>\
         <desc id=\"{id}-desc\">{}</desc>",
        escaped(label(card)),
        grain(&line.series),
        escaped(&values.join("; "))
    )
}

/// What a bucket is, in a word.
pub(super) fn grain(series: &[Point]) -> &'static str {
    let length = series.first().map_or(0, |point| {
        point.bucket.end.saturating_sub(point.bucket.start)
    });
    match length / 3_600_000_000 {
        0 => "minute",
        1..=2 => "hour",
        3..=26 => "day",
        27..=170 => "week",
        171..=800 => "month",
        801..=2300 => "quarter",
        _ => "year",
    }
}

fn axis(out: &mut String, card: &Shown, line: &Line, scale: &Scale) {
    let zero = pixels(scale.y(0));
    let _ = write!(
        out,
        "<line class=\"grid\" x1=\"0\" x2=\"{WIDTH}\" y1=\"{TOP}\" y2=\"{TOP}\"/>\
         <line class=\"zero\" x1=\"0\" x2=\"{WIDTH}\" y1=\"{zero}\" y2=\"{zero}\"/>\
         <text class=\"tick\" x=\"0\" y=\"{}\">{}</text>",
        TOP - 4,
        escaped(&figure(card, line, scale.most))
    );
}

/// The left end of a bucket's place, and its width, in hundredths.
fn place(index: usize, count: usize) -> (i128, i128) {
    let (index, count) = (
        i128::try_from(index).unwrap_or(0),
        i128::try_from(count).unwrap_or(1).max(1),
    );
    let width = WIDTH * 100 / count;
    (index * width, width)
}

fn bars(
    out: &mut String,
    card: &Shown,
    line: &Line,
    scale: &Scale,
    (count, calendar): (usize, &Calendar),
) {
    for (index, point) in line.series.iter().enumerate() {
        let Some(value) = point.value else { continue };
        let (left, width) = place(index, count);
        let gap = width / 6;
        let (one, two) = (scale.y(millionths(value)), scale.y(0));
        let (top, height) = (one.min(two), (one - two).abs().max(100));
        let class = if point.bucket.complete() {
            "bar"
        } else {
            "bar running"
        };
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\">\
             <title>{}: {}</title></rect>",
            pixels(left + gap),
            pixels(top.min(BOTTOM * 100 - 100)),
            pixels(width - 2 * gap),
            pixels(height),
            escaped(&bucket(point.bucket, calendar)),
            escaped(&figure(card, line, Some(value)))
        );
    }
}

fn curve(
    out: &mut String,
    card: &Shown,
    line: &Line,
    scale: &Scale,
    (count, calendar): (usize, &Calendar),
) {
    let mut path = String::new();
    let mut dots = String::new();
    let mut pen = 'M';
    for (index, point) in line.series.iter().enumerate() {
        let Some(value) = point.value else {
            pen = 'M';
            continue;
        };
        let (left, width) = place(index, count);
        let (x, y) = (pixels(left + width / 2), pixels(scale.y(millionths(value))));
        let _ = write!(path, "{pen}{x} {y}");
        pen = 'L';
        let class = if point.bucket.complete() {
            "dot"
        } else {
            "dot running"
        };
        let _ = write!(
            dots,
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"><title>{}: {}</title></circle>",
            escaped(&bucket(point.bucket, calendar)),
            escaped(&figure(card, line, Some(value)))
        );
    }
    let _ = write!(out, "<path class=\"curve\" d=\"{path}\"/>{dots}");
}

/// What is expected of a bucket: a ring at the figure, and a line as long as its interval.
fn whisker(
    out: &mut String,
    card: &Shown,
    line: &Line,
    scale: &Scale,
    (index, count): (usize, usize),
    point: &Expected,
    calendar: &Calendar,
) {
    let (left, width) = place(index, count);
    let x = pixels(left + width / 2);
    let y = |number| pixels(scale.y(millionths(number)));
    let _ = write!(
        out,
        "<g class=\"expected\"><title>{}, expected: {}</title>\
         <line x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\"/>\
         <circle cx=\"{x}\" cy=\"{}\" r=\"3.5\"/></g>",
        escaped(&bucket(point.bucket, calendar)),
        escaped(&expected(card, line, point)),
        y(point.lower),
        y(point.upper),
        y(point.value)
    );
}

/// The first, the middle and the last bucket are named.
fn dates(out: &mut String, line: &Line, ahead: &[Expected], count: usize, calendar: &Calendar) {
    let buckets = line.series.iter().map(|point| point.bucket);
    let end = line.series.last().map_or(0, |point| point.bucket.end);
    let later = ahead.iter().map(|point| point.bucket);
    let later = later.filter(|bucket| bucket.start >= end);
    let spans: Vec<_> = buckets.chain(later).collect();
    let last = count.saturating_sub(1);
    let named = [(0, "start"), (last / 2, "middle"), (last, "end")];
    for (index, anchor) in named {
        let Some(span) = spans.get(index) else {
            continue;
        };
        let (left, width) = place(index, count);
        let x = match anchor {
            "start" => 0,
            "end" => WIDTH * 100,
            _ => left + width / 2,
        };
        let _ = write!(
            out,
            "<text class=\"tick\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            pixels(x),
            HEIGHT - 7,
            escaped(&bucket(*span, calendar))
        );
        if last == 0 {
            break;
        }
    }
}
