//! What a benchmark found, against what it should find.

/// One comparison: ours, a peer, and the greatest ratio that is good enough.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was done.
    pub what: String,
    /// Our time or size.
    pub ours: f64,
    /// The peer's name.
    pub peer: String,
    /// The peer's time or size.
    pub theirs: f64,
    /// Ours to theirs.
    pub ratio: f64,
    /// The greatest good ratio of ours to theirs.
    pub limit: f64,
}

impl Row {
    /// Whether the ratio is good enough.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.ratio <= self.limit
    }

    fn text(&self) -> String {
        let word = if self.holds() { "ok" } else { "MISSED" };
        format!(
            "{:<34} {:>12} {:<28} {:>12} {:>9} {:>9}  {word}",
            self.what,
            time(self.ours),
            self.peer,
            time(self.theirs),
            shown(self.ratio),
            shown(self.limit)
        )
    }
}

fn shown(ratio: f64) -> String {
    if ratio < 0.1 {
        format!("1/{:.0}", 1.0 / ratio)
    } else {
        format!("{ratio:.2}")
    }
}

fn time(nanos: f64) -> String {
    match nanos {
        n if n < 1e3 => format!("{n:.1} ns"),
        n if n < 1e6 => format!("{:.2} µs", n / 1e3),
        n => format!("{:.2} ms", n / 1e6),
    }
}

/// Prints the rows and says whether all hold.
#[must_use]
pub fn report(rows: &[Row]) -> bool {
    println!(
        "{:<34} {:>12} {:<28} {:>12} {:>9} {:>9}",
        "what", "ours", "peer", "theirs", "ratio", "at most"
    );
    rows.iter().for_each(|row| println!("{}", row.text()));
    rows.iter().all(Row::holds)
}
