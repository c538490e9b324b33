//! Answers as JSON: the same text on every runtime.

use super::super::answer::{Answer, Cohort, Direction, Line, Point, Slice, Unit};
use super::super::number::Number;
use super::super::range::Span;
use crate::json::quoted;
use crate::time::write_instant;

/// Collects the members of an object.
#[derive(Default)]
pub(in crate::metrics) struct Object(String);

impl Object {
    pub(in crate::metrics) fn member(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&quoted(name));
        self.0.push(':');
        self.0.push_str(value.as_ref());
        self
    }

    pub(in crate::metrics) fn text(self, name: &str, text: &str) -> Self {
        self.member(name, quoted(text))
    }

    pub(in crate::metrics) fn some(self, name: &str, value: Option<String>) -> Self {
        match value {
            Some(value) => self.member(name, value),
            None => self,
        }
    }

    pub(in crate::metrics) fn list<T>(
        self,
        name: &str,
        items: &[T],
        write: impl Fn(&T) -> String,
    ) -> Self {
        if items.is_empty() {
            return self;
        }
        let items: Vec<String> = items.iter().map(write).collect();
        self.member(name, format!("[{}]", items.join(",")))
    }

    pub(in crate::metrics) fn finish(self) -> String {
        self.0 + "}"
    }
}

/// Numbers are texts: no reader rounds them.
pub(in crate::metrics) fn number(number: Option<Number>) -> String {
    number.map_or("null".to_owned(), |number| quoted(&number.to_string()))
}

pub(in crate::metrics) fn span(span: Span) -> Object {
    let at = |instant| write_instant(instant);
    let object = Object::default()
        .text("start", &at(span.start))
        .text("end", &at(span.end));
    let until = (!span.complete()).then(|| quoted(&at(span.until)));
    object.some("until", until)
}

fn point(point: &Point) -> String {
    span(point.bucket)
        .member("value", number(point.value))
        .finish()
}

fn slice(slice: &Slice) -> String {
    let object = match slice.others {
        Some(count) => Object::default().member("others", count.to_string()),
        None => {
            let label = slice
                .label
                .as_ref()
                .map_or("null".to_owned(), |label| quoted(label));
            Object::default().member("label", label)
        }
    };
    let object = object.member("value", number(slice.value));
    let previous = slice.previous.map(|previous| number(Some(previous)));
    object
        .some("sample", slice.sample.map(|sample| sample.to_string()))
        .some("previous", previous)
        .list("series", &slice.series, point)
        .finish()
}

fn cohort(cohort: &Cohort) -> String {
    let object = Object::default().text("start", &write_instant(cohort.start));
    let object = object.member("size", cohort.size.to_string());
    object
        .list("active", &cohort.active, u64::to_string)
        .finish()
}

fn line(line: &Line) -> String {
    let (unit, currency) = match &line.unit {
        Unit::Count => ("count", None),
        Unit::Number => ("number", None),
        Unit::Ratio => ("ratio", None),
        Unit::Money(currency) => ("money", Some(quoted(currency))),
    };
    let direction = line.direction.map(|direction| match direction {
        Direction::Up => quoted("up"),
        Direction::Down => quoted("down"),
        Direction::Flat => quoted("flat"),
    });
    let some = |value: Option<Number>| value.map(|value| number(Some(value)));
    Object::default()
        .text("unit", unit)
        .some("currency", currency)
        .member("value", number(line.value))
        .some("sample", line.sample.map(|sample| sample.to_string()))
        .some("previous", some(line.previous))
        .some("change", some(line.change))
        .some("direction", direction)
        .some("exact", (!line.exact).then(|| "false".to_owned()))
        .list("series", &line.series, point)
        .list("breakdown", &line.breakdown, slice)
        .list("steps", &line.steps, u64::to_string)
        .list("cohorts", &line.cohorts, cohort)
        .finish()
}

impl Answer {
    /// The answer as JSON. Instants are texts in UTC, numbers decimal texts; what there is not
    /// is left out, but for figures, which are `null`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let object = Object::default().text("id", &self.id);
        self.members(object, self.explained()).finish()
    }

    /// Adds everything but the card's name.
    pub(in crate::metrics) fn members(&self, object: Object, explained: Object) -> Object {
        object
            .member("complete", self.range.complete().to_string())
            .member("range", span(self.range).finish())
            .some(
                "previousRange",
                self.previous_range.map(|range| span(range).finish()),
            )
            .list("lines", &self.lines, line)
            .member("explainedBy", explained.finish())
    }

    /// Where the figures come from.
    pub(in crate::metrics) fn explained(&self) -> Object {
        let why = &self.explained_by;
        let estimate = why.estimate.map(|(method, error)| {
            let error = Number::new(i128::from(error), 4).to_string();
            Object::default()
                .text("method", method)
                .text("error", &error)
                .finish()
        });
        Object::default()
            .text("formula", &why.formula)
            .some("filter", why.filter.as_deref().map(quoted))
            .text("at", &why.at)
            .text("zone", &why.zone)
            .member("facts", why.facts.to_string())
            .some("estimate", estimate)
            .some("rates", why.rates.as_deref().map(quoted))
    }
}
