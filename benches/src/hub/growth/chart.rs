//! A chart of ratios, and the table that says the same.

use std::fmt::Write as _;

/// The figures of one store.
pub(super) struct Panel {
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
}

/// One figure, with more and more records: nanoseconds, and the ratio to the same by hand.
pub(super) type Line = Vec<(f64, f64)>;

/// What the lines are called: those of every store come in this order.
const NAMES: [&str; 5] = [
    "one change",
    "a profile by id",
    "50 records, filtered",
    "the same through the hub",
    "100 announcements",
];

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 420.0;
const TOP: f64 = 64.0;
const BOTTOM: f64 = 356.0;
/// The ratio at the upper edge.
const MOST: f64 = 4.0;

/// Told apart without colours: each has a mark and dashes of its own.
const COLOURS: [&str; 5] = ["#0b5394", "#a64d00", "#38761d", "#741b47", "#444444"];
const DASHES: [&str; 5] = ["", "8 4", "2 3", "10 3 2 3", "5 2"];

fn height(ratio: f64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * ratio.min(MOST) / MOST
}

/// A mark around a point.
fn mark(number: usize, x: f64, y: f64) -> String {
    let path = match number {
        0 => format!("M{x:.1} {:.1}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0", y),
        1 => format!("M{:.1} {:.1}h8v8h-8z", x - 4.0, y - 4.0),
        2 => format!("M{x:.1} {:.1}l5 9h-10z", y - 5.0),
        3 => format!("M{x:.1} {:.1}l5 5l-5 5l-5-5z", y - 5.0),
        _ => format!("M{:.1} {:.1}l8 8m0-8l-8 8", x - 4.0, y - 4.0),
    };
    let colour = COLOURS[number % COLOURS.len()];
    format!("<path d=\"{path}\" fill=\"{colour}\" stroke=\"{colour}\" stroke-width=\"2\"/>")
}

/// `10 k`, `1 M`.
fn short(records: usize) -> String {
    match records {
        0..1000 => records.to_string(),
        1000..1_000_000 => format!("{} k", records / 1000),
        _ => format!("{} M", records / 1_000_000),
    }
}

/// Draws the ratios of all panels.
pub(super) fn draw(points: &[usize], panels: &[Panel]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-labelledby=\"title desc\" font-family=\"system-ui, sans-serif\" font-size=\"12\" \
         fill=\"#1a1a1a\">\n<title id=\"title\">The hub beside the same written by hand, with more and \
         more records</title>\n<desc id=\"desc\">{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n\
         <text x=\"16\" y=\"24\" font-size=\"15\">Time of the hub, as a multiple of the same rows read \
         and written by hand</text>\n",
        described(points, panels)
    );
    let room = (WIDTH - 16.0) / as_float(panels.len().max(1));
    for (index, panel) in panels.iter().enumerate() {
        panel.draw(&mut svg, points, 16.0 + room * as_float(index), room - 40.0);
    }
    legend(&mut svg);
    svg.push_str("</svg>\n");
    svg
}

#[allow(clippy::cast_precision_loss, reason = "a handful of places")]
fn as_float(number: usize) -> f64 {
    number as f64
}

impl Panel {
    fn draw(&self, svg: &mut String, points: &[usize], left: f64, width: f64) {
        let (from, until) = (left + 24.0, left + width);
        let _ = writeln!(svg, "<text x=\"{from:.0}\" y=\"48\">{}</text>", self.name);
        for ratio in 0..=4u8 {
            let y = height(f64::from(ratio));
            let stroke = if ratio == 1 { "#1a1a1a" } else { "#cccccc" };
            let _ = writeln!(
                svg,
                "<path d=\"M{from:.0} {y:.1}H{until:.0}\" stroke=\"{stroke}\"/>\
                 <text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{ratio}</text>",
                from - 6.0,
                y + 4.0
            );
        }
        let steps = as_float(points.len().saturating_sub(1).max(1));
        let place = |index: usize| from + 20.0 + (width - 64.0) * as_float(index) / steps;
        for (index, records) in points.iter().enumerate() {
            let _ = writeln!(
                svg,
                "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{}</text>",
                place(index),
                BOTTOM + 18.0,
                short(*records)
            );
        }
        for (number, line) in self.lines.iter().enumerate() {
            let at = line.iter().enumerate();
            let at = at.map(|(index, (_, ratio))| (place(index), height(*ratio)));
            let at: Vec<(f64, f64)> = at.collect();
            let way: Vec<String> = at.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
            let _ = writeln!(
                svg,
                "<path d=\"M{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" \
                 stroke-dasharray=\"{}\"/>",
                way.join("L"),
                COLOURS[number % COLOURS.len()],
                DASHES[number % DASHES.len()]
            );
            for (x, y) in at {
                svg.push_str(&mark(number, x, y));
                svg.push('\n');
            }
        }
    }
}

fn legend(svg: &mut String) {
    for (number, name) in NAMES.iter().enumerate() {
        let x = 40.0 + 164.0 * as_float(number);
        let y = BOTTOM + 46.0;
        svg.push_str(&mark(number, x, y));
        let _ = writeln!(
            svg,
            "<text x=\"{:.0}\" y=\"{:.0}\">{name}</text>",
            x + 12.0,
            y + 4.0
        );
    }
}

/// The chart in words.
fn described(points: &[usize], panels: &[Panel]) -> String {
    let mut words = String::new();
    for panel in panels {
        let of: Vec<String> = points.iter().map(|records| short(*records)).collect();
        let _ = write!(words, "{} with {} records: ", panel.name, of.join(", "));
        let lines = panel.lines.iter().zip(NAMES).map(|(line, name)| {
            let ratios = line.iter().map(|(_, ratio)| format!("{ratio:.2}"));
            format!("{name} {}", ratios.collect::<Vec<_>>().join(", "))
        });
        words.push_str(&lines.collect::<Vec<_>>().join("; "));
        words.push_str(". ");
    }
    words.trim_end().to_owned()
}

/// The table beside the chart, in Markdown: times, and ratios to the same by hand.
pub(super) fn table(points: &[usize], panels: &[Panel]) -> String {
    let heads: Vec<String> = points.iter().map(|records| short(*records)).collect();
    let mut table = format!("| what | {} |\n", heads.join(" | "));
    let _ = writeln!(table, "| --- |{}", " --- |".repeat(points.len()));
    for panel in panels {
        for (line, name) in panel.lines.iter().zip(NAMES) {
            let cells = line.iter();
            let cells = cells.map(|(nanos, ratio)| format!("{}, {ratio:.2}", time(*nanos)));
            let cells: Vec<String> = cells.collect();
            let _ = writeln!(table, "| {}, {name} | {} |", panel.name, cells.join(" | "));
        }
    }
    table
}

fn time(nanos: f64) -> String {
    match nanos {
        nanos if nanos < 1e6 => format!("{:.0} µs", nanos / 1e3),
        nanos => format!("{:.1} ms", nanos / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel() -> Panel {
        let line = |ratios: [f64; 2]| ratios.map(|ratio| (ratio * 1e5, ratio)).to_vec();
        Panel {
            name: "SQLite".to_owned(),
            lines: vec![line([1.0, 1.25]), line([0.5, 9.0])],
        }
    }

    #[test]
    fn a_chart_says_in_words_what_it_shows() {
        let drawn = draw(&[10_000, 1_000_000], &[panel()]);
        assert!(drawn.contains("<title id=\"title\">"));
        let words =
            "SQLite with 10 k, 1 M records: one change 1.00, 1.25; a profile by id 0.50, 9.00.";
        assert!(drawn.contains(&format!("<desc id=\"desc\">{words}</desc>")));
        assert_eq!(drawn.matches("stroke-dasharray").count(), 2);
        let outside = drawn.contains("y=\"-") || drawn.contains(" -");
        assert!(!outside, "what is too high ends at the upper edge");
    }

    #[test]
    fn the_table_has_a_row_for_each_line() {
        let rows = "| what | 10 k | 1 M |\n| --- | --- | --- |\n\
            | SQLite, one change | 100 µs, 1.00 | 125 µs, 1.25 |\n\
            | SQLite, a profile by id | 50 µs, 0.50 | 900 µs, 9.00 |\n";
        assert_eq!(table(&[10_000, 1_000_000], &[panel()]), rows);
    }
}
