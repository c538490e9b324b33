//! CSV as RFC 4180 has it: commas, quotes doubled inside quotes, CRLF or LF.

use std::borrow::Cow;
use std::sync::Arc;

use super::cell::{Fault, Written};
use super::load::{Loaded, Loader};
use super::shape::{ColumnType, FactShape};
use crate::error::{Code, Failure};

/// Loads a file whose first line names its columns. Columns that the shape does not name are
/// passed over; an empty field is no value; money is `12.50 EUR`, or two columns `price.amount`
/// and `price.currency`.
pub(super) fn load(shape: &Arc<FactShape>, text: &str) -> Result<Loaded, Failure> {
    let mut lines = Lines::new(text.strip_prefix('\u{feff}').unwrap_or(text));
    let header = lines.next().map_or(Ok(Vec::new()), |(_, header)| header);
    let header =
        header.map_err(|reason| Failure::new(Code::MetricsBadRow).with("reason", reason))?;
    let places = places(shape, &header)?;
    let mut loader = Loader::new(shape);
    for (line, record) in lines {
        match record {
            Ok(fields) if fields.len() == header.len() => {
                loader.row(line, |column| written(&places, column, &fields))?;
            }
            Ok(_) => loader.refuse(
                line,
                None,
                bad("another number of fields than the first line"),
            ),
            Err(reason) => loader.refuse(line, None, bad(reason)),
        }
    }
    Ok(loader.finish())
}

fn bad(reason: &'static str) -> Fault {
    (Code::MetricsBadRow, vec![("reason", reason.into())])
}

/// Where a column's value stands.
enum Place {
    One(usize),
    /// The amount and the currency.
    Two(usize, usize),
    Nowhere,
}

fn places(shape: &FactShape, header: &[Cow<'_, str>]) -> Result<Vec<Place>, Failure> {
    let find = |name: &str| header.iter().position(|field| **field == *name);
    let place = |name: &str, required: bool, money: bool| {
        let part = |part: &str| find(&format!("{name}.{part}")).filter(|_| money);
        match (find(name), part("amount"), part("currency")) {
            (Some(place), _, _) => Ok(Place::One(place)),
            (None, Some(amount), Some(currency)) => Ok(Place::Two(amount, currency)),
            _ if !required => Ok(Place::Nowhere),
            _ => Err(Failure::new(Code::MetricsUnknownColumn).with("name", name.to_owned())),
        }
    };
    let columns = shape.columns().iter();
    let is_money = |ty: &ColumnType| matches!(ty, ColumnType::Money { .. });
    columns
        .map(|column| place(&column.name, column.required, is_money(&column.ty)))
        .collect()
}

fn written<'a>(places: &[Place], column: usize, fields: &'a [Cow<'a, str>]) -> Written<'a> {
    let field = |place: usize| fields.get(place).map_or("", |field| &**field);
    match places.get(column) {
        Some(Place::One(place)) => Written::Plain(field(*place)),
        Some(Place::Two(amount, currency)) => Written::Pair(field(*amount), field(*currency)),
        Some(Place::Nowhere) | None => Written::Null,
    }
}

/// Records with the line they begin on.
struct Lines<'a> {
    rest: &'a str,
    line: usize,
}

type Record<'a> = Result<Vec<Cow<'a, str>>, &'static str>;

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            line: 1,
        }
    }

    fn record(&mut self) -> Record<'a> {
        let mut fields = Vec::new();
        loop {
            match self.field() {
                Ok((field, more)) => {
                    fields.push(field);
                    if !more {
                        return Ok(fields);
                    }
                }
                Err(reason) => {
                    self.skip_line();
                    return Err(reason);
                }
            }
        }
    }

    /// A field, and whether another follows in the record.
    fn field(&mut self) -> Result<(Cow<'a, str>, bool), &'static str> {
        if let Some(quoted) = self.rest.strip_prefix('"') {
            let field = self.quoted(quoted)?;
            return Ok((field, self.separator().ok_or("text after a closing quote")?));
        }
        let end = self.rest.find([',', '\n', '"']).unwrap_or(self.rest.len());
        let (field, rest) = self.rest.split_at(end);
        self.rest = rest;
        if rest.starts_with('"') {
            return Err("a quote inside of a field that does not begin with one");
        }
        // The CR of a line's end is no part of its last field.
        let trimmed = field.strip_suffix('\r').filter(|_| !rest.starts_with(','));
        Ok((
            Cow::Borrowed(trimmed.unwrap_or(field)),
            self.separator().unwrap_or(false),
        ))
    }

    /// A field from behind its opening quote.
    fn quoted(&mut self, text: &'a str) -> Result<Cow<'a, str>, &'static str> {
        let mut at = 0;
        loop {
            let tail = text.get(at..).unwrap_or_default();
            let quote = at + tail.find('"').ok_or("a quote that is never closed")?;
            match text.get(quote + 1..) {
                Some(after) if after.starts_with('"') => at = quote + 2,
                after => {
                    let inner = text.get(..quote).unwrap_or_default();
                    self.line += inner.matches('\n').count();
                    self.rest = after.unwrap_or_default();
                    return Ok(unquoted(inner, at > 0));
                }
            }
        }
    }

    /// Passes a comma (`true`) or a line's end (`false`).
    fn separator(&mut self) -> Option<bool> {
        if let Some(rest) = self.rest.strip_prefix(',') {
            self.rest = rest;
            return Some(true);
        }
        let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
        if !rest.is_empty() && !rest.starts_with('\n') {
            return None;
        }
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        self.line += 1;
        Some(false)
    }

    fn skip_line(&mut self) {
        let end = self.rest.find('\n').map_or(self.rest.len(), |end| end + 1);
        self.rest = self.rest.get(end..).unwrap_or_default();
        self.line += 1;
    }
}

fn unquoted(inner: &str, doubled: bool) -> Cow<'_, str> {
    if doubled {
        Cow::Owned(inner.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(inner)
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, Record<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        // A blank line is no record.
        while let Some(rest) = self
            .rest
            .strip_prefix("\r\n")
            .or(self.rest.strip_prefix('\n'))
        {
            self.rest = rest;
            self.line += 1;
        }
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        Some((line, self.record()))
    }
}
