//! Values of one token: texts, numbers, instants and the like.

use std::borrow::Cow;

use super::super::capture::Slot;
use super::super::text::{Issues, TextRule};
use super::super::{number, temporal};
use super::{Place, Read, Walk};
use crate::error::{Code, Params};
use crate::json::{Text, push_string};

impl<'p, 'x> Walk<'p, 'x> {
    pub(super) fn text(&mut self, rule: &TextRule, place: Place) -> Read<()> {
        self.string(place, |text, issues| match rule.normalize.apply(text) {
            Cow::Borrowed(same) => rule.check(same, issues),
            Cow::Owned(changed) => rule.check(&changed, issues).or(Some(changed)),
        })
    }

    /// Reads a string; `check` gives the form to store where it differs.
    #[inline]
    pub(super) fn string(
        &mut self,
        place: Place,
        check: impl FnOnce(&str, &mut Issues) -> Option<String>,
    ) -> Read<()> {
        let written = self.reader.string()?;
        let decoded = written.decode();
        let stored = check(&decoded, &mut self.issues);
        if !self.issues.is_empty() {
            self.report_issues();
        }
        if stored.is_some() || written.escaped() {
            self.rewrite(written, stored.as_deref().unwrap_or(&decoded));
        }
        if let Some(part) = place.key {
            self.key.push((part, stored.map_or(decoded, Cow::Owned)));
        }
        self.capture.set_text(place.capture, written);
        Ok(())
    }

    pub(super) fn rewrite(&mut self, written: Text<'_>, stored: &str) {
        let mut json = String::with_capacity(stored.len() + 8);
        push_string(&mut json, stored);
        let same = json.get(1..json.len() - 1) == Some(written.raw);
        if !same {
            self.reader.replace(written.at(), written.end(), &json);
            self.changed();
        }
    }

    pub(super) fn int(&mut self, rule: &number::IntRule, place: Place) -> Read<()> {
        let written = self.reader.number()?;
        let value = rule.check(written, &mut self.issues);
        self.report_issues();
        let Some(value) = value else {
            return Ok(());
        };
        if written.bytes().any(|b| !b.is_ascii_digit()) {
            let (end, canonical) = (self.reader.position(), value.to_string());
            if canonical != written {
                self.reader.replace(end - written.len(), end, &canonical);
                self.changed();
            }
        }
        if let Some(part) = place.key {
            self.key.push((part, value.to_string().into()));
        }
        self.capture.set(place.capture, Slot::Int(value));
        Ok(())
    }

    pub(super) fn decimal(&mut self, rule: &number::DecimalRule, place: Place) -> Read<()> {
        let start = self.reader.position() + 1;
        let mut value = None;
        self.string(Place::default(), |text, issues| {
            value = rule.check(text, issues);
            None
        })?;
        let end = self.reader.position() - 1;
        if let (Some(part), Some(value)) = (place.key, value) {
            self.key.push((part, value.shortest().into()));
        }
        self.capture
            .set(place.capture, Slot::Decimal { start, end });
        Ok(())
    }

    pub(super) fn instant(&mut self, rule: temporal::InstantRule, place: Place) -> Read<()> {
        let mut micros = None;
        self.string(
            Place {
                capture: None,
                ..place
            },
            |text, issues| {
                let (value, canonical) = rule.check(text, issues)?;
                micros = Some(value);
                canonical
            },
        )?;
        self.capture
            .set(place.capture, micros.map_or(Slot::Absent, Slot::Timestamp));
        Ok(())
    }

    pub(super) fn duration(&mut self, place: Place) -> Read<()> {
        let mut micros = None;
        self.string(Place::default(), |text, issues| {
            micros = crate::time::parse_duration(text);
            if micros.is_none() {
                issues.push((Code::SchemaDuration, Params::new()));
            }
            None
        })?;
        if let (Some(part), Some(micros)) = (place.key, micros) {
            self.key.push((part, micros.to_string().into()));
        }
        self.capture
            .set(place.capture, micros.map_or(Slot::Absent, Slot::Duration));
        Ok(())
    }
}
