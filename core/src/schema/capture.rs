//! The values of a document that conditions and strength factors ask for.

use std::borrow::Cow;

use crate::decimal::Decimal;
use crate::expr::{Scope, Value, Var};
use crate::json::Text;

/// One captured value; spans are bytes of the capture's text, or of its side buffer where the
/// text held escapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the span fields are named for what they are")]
pub enum Slot {
    /// The document does not have it.
    #[default]
    Absent,
    /// A bool.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text {
        start: usize,
        end: usize,
        aside: bool,
    },
    /// An exact decimal.
    Decimal { start: usize, end: usize },
    /// Microseconds since 1970 UTC.
    Timestamp(i64),
    /// Microseconds.
    Duration(i64),
    /// A list, map, object, vector or free JSON, with its number of items or members.
    Json {
        start: usize,
        end: usize,
        count: usize,
    },
}

/// The captured values of one document.
#[derive(Debug, Clone, Default)]
pub struct Capture<'a> {
    text: Cow<'a, str>,
    aside: String,
    slots: Vec<Slot>,
}

impl<'a> Capture<'a> {
    /// Room for `count` values of `text`.
    #[must_use]
    pub fn new(text: impl Into<Cow<'a, str>>, count: usize) -> Self {
        Self {
            text: text.into(),
            aside: String::new(),
            slots: vec![Slot::Absent; count],
        }
    }

    /// The captured value.
    #[must_use]
    pub fn slot(&self, slot: u16) -> Slot {
        self.slots
            .get(usize::from(slot))
            .copied()
            .unwrap_or_default()
    }

    #[inline]
    pub(crate) fn set(&mut self, slot: Option<u16>, value: Slot) {
        if let Some(place) = slot.and_then(|slot| self.slots.get_mut(usize::from(slot))) {
            *place = value;
        }
    }

    #[inline]
    pub(crate) fn set_text(&mut self, slot: Option<u16>, text: Text<'_>) {
        if let Some(slot) = slot {
            self.put_text(slot, text);
        }
    }

    fn put_text(&mut self, slot: u16, text: Text<'_>) {
        let value = if text.escaped() {
            let start = self.aside.len();
            self.aside.push_str(&text.decode());
            Slot::Text {
                start,
                end: self.aside.len(),
                aside: true,
            }
        } else {
            Slot::Text {
                start: text.at() + 1,
                end: text.at() + 1 + text.raw.len(),
                aside: false,
            }
        };
        self.set(Some(slot), value);
    }

    /// The value as conditions see it.
    #[must_use]
    pub fn value(&self, slot: u16) -> Value<'_> {
        match self.slot(slot) {
            Slot::Absent => Value::Absent,
            Slot::Bool(value) => Value::Bool(value),
            Slot::Int(value) => Value::Int(value),
            Slot::Text { start, end, aside } => Value::Text(self.span(start, end, aside)),
            Slot::Decimal { start, end } => {
                Decimal::parse(self.span(start, end, false)).map_or(Value::Absent, Value::Decimal)
            }
            Slot::Timestamp(micros) => Value::Timestamp(micros),
            Slot::Duration(micros) => Value::Duration(micros),
            Slot::Json { start, end, .. } => Value::Json(self.span(start, end, false)),
        }
    }

    /// Whether the value is there and holds something: white space, an empty list and an empty
    /// object hold nothing.
    #[must_use]
    pub fn has_content(&self, slot: u16) -> bool {
        match self.slot(slot) {
            Slot::Absent => false,
            Slot::Text { start, end, aside } => !self.span(start, end, aside).trim().is_empty(),
            Slot::Json { count, .. } => count > 0,
            _ => true,
        }
    }

    /// How much the value holds: items of a list, members of an object, characters of a text
    /// without the white space around it.
    #[must_use]
    pub fn count(&self, slot: u16) -> usize {
        match self.slot(slot) {
            Slot::Absent => 0,
            Slot::Text { start, end, aside } => self.span(start, end, aside).trim().chars().count(),
            Slot::Json { count, .. } => count,
            _ => 1,
        }
    }

    /// Forgets a value, as if the document did not have it.
    pub fn forget(&mut self, slot: u16) {
        self.set(Some(slot), Slot::Absent);
    }

    fn span(&self, start: usize, end: usize, aside: bool) -> &str {
        let text = if aside { &self.aside } else { &*self.text };
        text.get(start..end).unwrap_or_default()
    }

    /// The same capture, owning its text.
    #[must_use]
    pub fn into_owned(self) -> Capture<'static> {
        Capture {
            text: Cow::Owned(self.text.into_owned()),
            aside: self.aside,
            slots: self.slots,
        }
    }
}

impl Scope for Capture<'_> {
    fn load(&self, var: Var) -> Value<'_> {
        self.value(var.0)
    }
}
