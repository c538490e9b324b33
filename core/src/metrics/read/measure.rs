//! Measures from their text.

use super::super::facts::FactShape;
use super::super::filter::Filter;
use super::super::grain::Grain;
use super::super::measure::{Aggregate, Funnel, Measure, Outer, Percentile, Retention, Window};
use super::super::plan::refuse;
use super::text::{Term, parse};
use crate::decimal::Decimal;
use crate::error::Failure;
use crate::time::parse_duration;

impl Measure {
    /// Reads a measure, and what becomes of its series.
    ///
    /// `count()`, `sum(price)`, `avg`, `min`, `max`, `first`, `last`, `distinct(user)`,
    /// `new(user)`, `median(price)`, `percentile(price, 0.95)`, `percentile_between(price, 0.9)`,
    /// each with a condition of its own behind, between backticks; `ratio(a, b)`,
    /// `rate(a, PT1H)`, `each(user, last(balance), sum)`, `` funnel(user, P7D, `a`, `b`) ``,
    /// `retention(user, month, 12)`; and around one of them `running(a)`, `moving(a, 3)`,
    /// `to_date(a, year)`, `growth(a)`, `streak(a)`.
    ///
    /// ```
    /// use profilekit::metrics::{ColumnShape, ColumnType, FactShape, Measure};
    /// let column = ColumnShape::new("visits", ColumnType::Int);
    /// let shape = FactShape::new(vec![column]).unwrap();
    /// assert!(Measure::parse("ratio(sum(visits), count())", &shape).is_ok());
    /// assert!(Measure::parse("sum(visitors)", &shape).is_err());
    /// ```
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadCard`] and
    /// [`crate::error::Code::MetricsUnknownColumn`].
    pub fn parse(text: &str, shape: &FactShape) -> Result<(Self, Option<Window>), Failure> {
        let unreadable = || refuse(format!("`{text}` is no measure"));
        let term = parse(text).ok_or_else(unreadable)?;
        let (name, terms) = call(&term)?;
        let read = Read(shape);
        let window = match (name, terms) {
            ("running", [_]) => Some(Window::RunningTotal),
            ("growth", [_]) => Some(Window::Growth),
            ("streak", [_]) => Some(Window::Streak),
            ("moving", [_, Term::Word(count)]) => Some(Window::MovingAverage(number(count)?)),
            ("to_date", [_, Term::Word(longer)]) => Some(Window::ToDate(grain(longer)?)),
            _ => None,
        };
        let inner = terms.first().filter(|_| window.is_some()).unwrap_or(&term);
        Ok((read.measure(inner)?, window))
    }
}

struct Read<'s>(&'s FactShape);

fn call<'a, 't>(term: &'a Term<'t>) -> Result<(&'t str, &'a [Term<'t>]), Failure> {
    match term {
        Term::Call(name, terms) => Ok((name, terms)),
        Term::Word(word) => Err(refuse(format!("`{word}` is no measure"))),
        Term::Condition(_) => Err(refuse("a condition where a measure is needed")),
    }
}

fn number(word: &str) -> Result<u32, Failure> {
    let number = word
        .parse()
        .ok()
        .filter(|number| (1..=10_000).contains(number));
    number.ok_or_else(|| refuse(format!("`{word}` is no number of buckets")))
}

fn grain(word: &str) -> Result<Grain, Failure> {
    Grain::parse(word).ok_or_else(|| refuse(format!("`{word}` is no grain")))
}

fn duration(word: &str) -> Option<i64> {
    parse_duration(word).filter(|micros| *micros > 0)
}

/// Millionths of a share such as `0.95`.
fn share(word: &str) -> Result<u32, Failure> {
    let decimal = Decimal::parse(word).filter(|share| share.scale() <= 6);
    let millionths = decimal.and_then(|share| {
        let units = share.units() * 10i128.pow(u32::from(6 - share.scale()));
        u32::try_from(units)
            .ok()
            .filter(|share| *share <= 1_000_000)
    });
    millionths.ok_or_else(|| refuse(format!("`{word}` is no share from 0 to 1")))
}

impl Read<'_> {
    fn measure(&self, term: &Term<'_>) -> Result<Measure, Failure> {
        let (name, terms) = call(term)?;
        match (name, terms) {
            ("ratio", [one, two]) => {
                let part = |term| self.measure(term).map(Box::new);
                Ok(Measure::Ratio(part(one)?, part(two)?))
            }
            ("rate", [of, Term::Word(per)]) => {
                let micros = duration(per);
                let micros = micros.ok_or_else(|| refuse(format!("`{per}` is no duration")))?;
                Ok(Measure::Rate(Box::new(self.measure(of)?), micros))
            }
            ("funnel", terms) => Ok(Measure::Of(self.funnel(terms)?, None)),
            (_, [terms @ .., Term::Condition(own)]) => {
                let filter = Filter::compile(own, self.0)?;
                Ok(Measure::Of(self.aggregate(name, terms)?, Some(filter)))
            }
            (_, terms) => Ok(Measure::Of(self.aggregate(name, terms)?, None)),
        }
    }

    fn aggregate(&self, name: &str, terms: &[Term<'_>]) -> Result<Aggregate, Failure> {
        let column = |word: &str| self.0.find(word);
        Ok(match (name, terms) {
            ("count", []) => Aggregate::Count,
            ("sum", [Term::Word(of)]) => Aggregate::Sum(column(of)?),
            ("avg", [Term::Word(of)]) => Aggregate::Avg(column(of)?),
            ("min", [Term::Word(of)]) => Aggregate::Min(column(of)?),
            ("max", [Term::Word(of)]) => Aggregate::Max(column(of)?),
            ("first", [Term::Word(of)]) => Aggregate::First(column(of)?),
            ("last", [Term::Word(of)]) => Aggregate::Last(column(of)?),
            ("distinct", [Term::Word(of)]) => Aggregate::Distinct(column(of)?),
            ("new", [Term::Word(of)]) => Aggregate::New(column(of)?),
            ("median", [Term::Word(of)]) => percentile(column(of)?, 500_000, true),
            ("percentile", [Term::Word(of), Term::Word(at)]) => {
                percentile(column(of)?, share(at)?, false)
            }
            ("percentile_between", [Term::Word(of), Term::Word(at)]) => {
                percentile(column(of)?, share(at)?, true)
            }
            ("each", [Term::Word(per), inner, Term::Word(outer)]) => {
                let (name, terms) = call(inner)?;
                let inner = Box::new(self.aggregate(name, terms)?);
                let unknown = || refuse(format!("`{outer}` does not make one figure of many"));
                let outer = Outer::parse(outer).ok_or_else(unknown)?;
                Aggregate::Each {
                    per: column(per)?,
                    inner,
                    outer,
                }
            }
            ("retention", [Term::Word(key), Term::Word(bucket), Term::Word(periods)]) => {
                let (grain, periods) = (grain(bucket)?, number(periods)?);
                Aggregate::Retention(Retention {
                    key: column(key)?,
                    grain,
                    periods,
                })
            }
            _ => return Err(refuse(format!("`{name}` is no measure of such things"))),
        })
    }

    fn funnel(&self, terms: &[Term<'_>]) -> Result<Aggregate, Failure> {
        let [Term::Word(key), rest @ ..] = terms else {
            return Err(refuse("a funnel needs a column"));
        };
        let (within, steps) = match rest {
            [Term::Word(within), steps @ ..] => {
                let micros = duration(within);
                (
                    Some(micros.ok_or_else(|| refuse(format!("`{within}` is no duration")))?),
                    steps,
                )
            }
            steps => (None, steps),
        };
        let step = |term: &Term<'_>| match term {
            Term::Condition(step) => Filter::compile(step, self.0),
            _ => Err(refuse("a step of a funnel is a condition")),
        };
        let steps = steps.iter().map(step).collect::<Result<_, Failure>>()?;
        Ok(Aggregate::Funnel(Funnel {
            key: self.0.find(key)?,
            steps,
            within,
        }))
    }
}

fn percentile(of: usize, share: u32, between: bool) -> Aggregate {
    Aggregate::Percentile(Percentile { of, share, between })
}
