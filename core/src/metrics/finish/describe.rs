//! Measures in the words of a blueprint.

use super::super::card::Card;
use super::super::facts::FactShape;
use super::super::filter::Filter;
use super::super::measure::{Aggregate, Measure, Outer, Window};

/// The measure of a card as a blueprint has it.
pub(super) fn formula(card: &Card, shape: &FactShape) -> String {
    let measure = measure(&card.measure, shape);
    match card.window {
        Some(window @ Window::MovingAverage(count)) => {
            format!("{}({measure}, {count})", window.name())
        }
        Some(window @ Window::ToDate(grain)) => {
            format!("{}({measure}, {})", window.name(), grain)
        }
        Some(window) => format!("{}({measure})", window.name()),
        None => measure,
    }
}

fn measure(of: &Measure, shape: &FactShape) -> String {
    match of {
        Measure::Ratio(one, two) => {
            format!("ratio({}, {})", measure(one, shape), measure(two, shape))
        }
        Measure::Rate(of, micros) => {
            format!("rate({}, {})", measure(of, shape), seconds(*micros))
        }
        Measure::Of(of, filter) => aggregate(of, filter.as_ref(), shape),
    }
}

fn seconds(micros: i64) -> String {
    let (whole, rest) = (micros / 1_000_000, micros % 1_000_000);
    if rest == 0 {
        format!("PT{whole}S")
    } else {
        format!("PT{whole}.{rest:06}S")
    }
}

fn quoted(filter: &Filter) -> String {
    format!("`{}`", filter.source())
}

fn aggregate(of: &Aggregate, filter: Option<&Filter>, shape: &FactShape) -> String {
    let name = |place: usize| {
        shape
            .columns()
            .get(place)
            .map_or("", |column| &*column.name)
    };
    let (word, mut words): (&str, Vec<String>) = match of {
        Aggregate::Count => ("count", vec![]),
        Aggregate::Sum(of) => ("sum", vec![name(*of).into()]),
        Aggregate::Avg(of) => ("avg", vec![name(*of).into()]),
        Aggregate::Min(of) => ("min", vec![name(*of).into()]),
        Aggregate::Max(of) => ("max", vec![name(*of).into()]),
        Aggregate::First(of) => ("first", vec![name(*of).into()]),
        Aggregate::Last(of) => ("last", vec![name(*of).into()]),
        Aggregate::Distinct(of) => ("distinct", vec![name(*of).into()]),
        Aggregate::New(of) => ("new", vec![name(*of).into()]),
        Aggregate::Percentile(of) if of.share == 500_000 && of.between => {
            ("median", vec![name(of.of).into()])
        }
        Aggregate::Percentile(of) => {
            let share = super::Number::new(i128::from(of.share), 6).to_string();
            let word = if of.between {
                "percentile_between"
            } else {
                "percentile"
            };
            (word, vec![name(of.of).into(), share])
        }
        Aggregate::Each { per, inner, outer } => (
            "each",
            vec![
                name(*per).into(),
                aggregate(inner, None, shape),
                outer.name().into(),
            ],
        ),
        Aggregate::Funnel(funnel) => {
            let within = funnel.within.map(seconds);
            let words = std::iter::once(name(funnel.key).into()).chain(within);
            (
                "funnel",
                words.chain(funnel.steps.iter().map(quoted)).collect(),
            )
        }
        Aggregate::Retention(of) => {
            let periods = of.periods.to_string();
            (
                "retention",
                vec![name(of.key).into(), of.grain.to_string(), periods],
            )
        }
    };
    words.extend(filter.map(quoted));
    format!("{word}({})", words.join(", "))
}

impl Outer {
    const NAMES: [(&'static str, Self); 5] = [
        ("sum", Self::Sum),
        ("avg", Self::Avg),
        ("min", Self::Min),
        ("max", Self::Max),
        ("count", Self::Count),
    ];

    /// Reads `sum`, `avg`, `min`, `max` or `count`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        names
            .find(|(name, _)| *name == text)
            .map(|(_, outer)| *outer)
    }

    /// Its name in measures.
    #[must_use]
    pub fn name(self) -> &'static str {
        let mut names = Self::NAMES.iter();
        names
            .find(|(_, outer)| *outer == self)
            .map_or("", |(name, _)| name)
    }
}
