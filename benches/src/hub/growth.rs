//! How the figures change with the number of records.

mod chart;

use std::path::PathBuf;
use std::process::ExitCode;

use profilekit_benches::rows::{Row, report};

use chart::{Line, Panel};

/// What is measured where nothing is said.
const POINTS: [usize; 3] = [10_000, 100_000, 1_000_000];

/// What is asked for: `[RECORDS …] [sqlite] [postgres] [--svg FILE]`.
struct Asked {
    points: Vec<usize>,
    stores: Vec<String>,
    svg: Option<PathBuf>,
}

impl Asked {
    fn read(words: &[String]) -> Option<Self> {
        let (mut points, mut stores, mut svg) = (Vec::new(), Vec::new(), None);
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match (word.as_str(), word.parse::<usize>()) {
                ("--svg", _) => svg = Some(PathBuf::from(words.next()?)),
                ("sqlite" | "postgres", _) => stores.push(word.clone()),
                (_, Ok(records)) => points.push(records),
                _ => return None,
            }
        }
        if points.is_empty() {
            points.extend(POINTS);
        }
        points.sort_unstable();
        Some(Self {
            points,
            stores,
            svg,
        })
    }

    fn wants(&self, store: &str) -> bool {
        self.stores.is_empty() || self.stores.iter().any(|asked| asked == store)
    }
}

/// Measures, prints a table, and draws it where a file is named.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let Some(asked) = Asked::read(words) else {
        eprintln!("growth [RECORDS …] [sqlite|postgres] [--svg FILE]");
        return ExitCode::from(2);
    };
    let mut panels = Vec::new();
    for (word, name, grown) in [
        (
            "sqlite",
            "SQLite",
            crate::sqlite::grown as fn(usize) -> Vec<Row>,
        ),
        ("postgres", "PostgreSQL", crate::postgres::rows),
    ] {
        if asked.wants(word) {
            panels.push(panel(name, &asked.points, grown));
        }
    }
    println!("\n{}", chart::table(&asked.points, &panels));
    if let Some(path) = &asked.svg {
        let drawn = chart::draw(&asked.points, &panels);
        std::fs::write(path, drawn).expect("the chart is written");
        eprintln!("drawn in {}", path.display());
    }
    ExitCode::SUCCESS
}

fn panel(name: &str, points: &[usize], grown: fn(usize) -> Vec<Row>) -> Panel {
    let mut lines: Vec<Line> = Vec::new();
    for records in points {
        eprintln!("measuring {name} with {records} records …");
        let rows = grown(*records);
        // What is over its limit is seen in the chart.
        let _ = report(&rows);
        for (index, row) in rows.into_iter().enumerate() {
            if lines.len() == index {
                lines.push(Line::new());
            }
            lines[index].push((row.ours, row.ratio));
        }
    }
    Panel {
        name: name.to_owned(),
        lines,
    }
}
