//! The ratio of two answers, such as of cards over two tables.

use super::super::answer::{Answer, Line, Point, Slice, Unit};
use super::super::number::Number;
use super::value::RATIO;
use super::{direction, series};

/// How a figure of one answer is divided by one of the other.
#[derive(Clone, Copy)]
struct Division {
    /// Digits of the quotient; those of the dividend where nothing is said.
    scale: Option<u8>,
}

impl Division {
    fn of(self, over: Option<Number>, under: Option<Number>) -> Option<Number> {
        let (over, under) = (over?, under?);
        over.over(under, self.scale.unwrap_or(over.scale()))
    }

    fn points(self, over: &[Point], under: &[Point]) -> Vec<Point> {
        let value = |(over, under): (&Point, &Point)| Point {
            bucket: over.bucket,
            value: self.of(over.value, under.value),
        };
        over.iter().zip(under).map(value).collect()
    }

    fn slices(self, over: &[Slice], under: &[Slice]) -> Vec<Slice> {
        let slice = |over: &Slice| {
            let same = |other: &&Slice| (&other.label, other.others) == (&over.label, over.others);
            let under = under.iter().find(same)?;
            Some(Slice {
                label: over.label.clone(),
                others: over.others,
                value: self.of(over.value, under.value),
                sample: None,
                previous: self.of(over.previous, under.previous),
                series: self.points(&over.series, &under.series),
            })
        };
        over.iter().filter_map(slice).collect()
    }
}

impl Answer {
    /// This answer divided by another of the same times: figure by figure, bucket by bucket, part
    /// by part. Parts of which the other has none are left out.
    #[must_use]
    pub fn over(&self, under: &Self) -> Self {
        let lines = self.lines.iter().flat_map(|over| {
            let fits = |under: &&Line| match (&over.unit, &under.unit) {
                (Unit::Money(one), Unit::Money(other)) => one == other,
                _ => true,
            };
            let fitting = under.lines.iter().filter(fits);
            fitting.map(|under| line(over, under))
        });
        let mut explained_by = self.explained_by.clone();
        explained_by.formula = format!(
            "ratio({}, {})",
            self.explained_by.formula, under.explained_by.formula
        );
        explained_by.facts += under.explained_by.facts;
        let other = under.explained_by.estimate;
        explained_by.estimate = explained_by.estimate.or(other);
        Self {
            id: self.id.clone(),
            range: self.range,
            previous_range: self.previous_range,
            lines: lines.collect(),
            explained_by,
        }
    }
}

fn line(over: &Line, under: &Line) -> Line {
    let (unit, scale) = match (&over.unit, &under.unit) {
        (Unit::Money(currency), Unit::Count | Unit::Number | Unit::Ratio) => {
            (Unit::Money(currency.clone()), None)
        }
        _ => (Unit::Ratio, Some(RATIO)),
    };
    let division = Division { scale };
    let value = division.of(over.value, under.value);
    let previous = division.of(over.previous, under.previous);
    Line {
        unit,
        value,
        sample: None,
        previous,
        change: series::change(previous, value),
        direction: direction(previous, value),
        exact: over.exact && under.exact,
        series: division.points(&over.series, &under.series),
        breakdown: division.slices(&over.breakdown, &under.breakdown),
        steps: Vec::new(),
        cohorts: Vec::new(),
    }
}
