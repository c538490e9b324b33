//! Values of one token: texts, numbers, instants and the like.

use std::borrow::Cow;

use super::super::capture::Slot;
use super::super::contact::UrlRule;
use super::super::plan::{EnumRule, RefRule};
use super::super::text::{Issues, TextRule, reference};
use super::super::{number, temporal};
use super::{Place, Read, Walk};
use crate::error::{Code, Params};
use crate::json::{Text, is_clean, push_string};

impl<'p, 'x> Walk<'p, 'x> {
    #[inline(never)]
    pub(super) fn text(&mut self, rule: &TextRule, place: Place) -> Read<()> {
        let written = self.reader.string()?;
        let normal = written.clean() && rule.normalize.leaves_clean(written.raw);
        if normal && rule.accepts_clean(written.raw) {
            if let Some(part) = place.key() {
                self.key.push((part, Cow::Borrowed(written.raw)));
            }
            self.capture.set_text(place.capture(), written);
        } else {
            self.check_string(place, written, |text, issues| {
                if normal {
                    return rule.check(text, true, issues);
                }
                let normal = rule.normalize.apply(text);
                let canonical = rule.check(&normal, is_clean(&normal), issues);
                canonical.or(match normal {
                    Cow::Borrowed(_) => None,
                    Cow::Owned(changed) => Some(changed),
                })
            });
        }
        Ok(())
    }

    /// Reads a string; `check` gives the form to store where it differs.
    #[inline]
    pub(super) fn string(
        &mut self,
        place: Place,
        check: impl FnOnce(&str, &mut Issues) -> Option<String>,
    ) -> Read<()> {
        let written = self.reader.string()?;
        self.check_string(place, written, check);
        Ok(())
    }

    /// Checks a string that was read; `check` gives the form to store where it differs.
    #[inline]
    fn check_string(
        &mut self,
        place: Place,
        written: Text<'x>,
        check: impl FnOnce(&str, &mut Issues) -> Option<String>,
    ) {
        let decoded = written.decode();
        let stored = check(&decoded, &mut self.issues);
        if !self.issues.is_empty() {
            self.report_issues();
        }
        if stored.is_some() || written.escaped() {
            self.rewrite(written, stored.as_deref().unwrap_or(&decoded), place);
        }
        if let Some(part) = place.key() {
            self.key.push((part, stored.map_or(decoded, Cow::Owned)));
        }
        self.capture.set_text(place.capture(), written);
    }

    pub(super) fn rewrite(&mut self, written: Text<'_>, stored: &str, place: Place) {
        let mut json = String::with_capacity(stored.len() + 8);
        push_string(&mut json, stored);
        let same = json.get(1..json.len() - 1) == Some(written.raw);
        if !same {
            self.reader.replace(written.at(), written.end(), &json);
            self.changed(place);
        }
    }

    #[inline(never)]
    pub(super) fn choice(&mut self, rule: &EnumRule, place: Place) -> Read<()> {
        self.string(place, |text, issues| {
            if rule.names.find(text).is_none() {
                let allowed = rule.values.join(", ");
                issues.push((Code::SchemaEnum, vec![("allowed", allowed.into())]));
            }
            None
        })
    }

    #[inline(never)]
    pub(super) fn url(&mut self, rule: &UrlRule, place: Place) -> Read<()> {
        self.string(place, |text, issues| rule.check(text, issues))
    }

    #[inline(never)]
    pub(super) fn reference(&mut self, rule: &RefRule, place: Place) -> Read<()> {
        self.string(place, |text, issues| {
            reference(text, &rule.to, issues);
            None
        })
    }

    #[inline(never)]
    pub(super) fn date(&mut self, rule: &temporal::DateRule, place: Place) -> Read<()> {
        self.string(place, |text, issues| {
            rule.check(text, issues);
            None
        })
    }

    pub(super) fn bool(&mut self, place: Place) -> Read<()> {
        let value = self.reader.bool()?;
        self.capture.set(place.capture(), Slot::Bool(value));
        Ok(())
    }

    #[inline(never)]
    pub(super) fn int(&mut self, rule: &number::IntRule, place: Place) -> Read<()> {
        let written = self.reader.number()?;
        let value = rule.check(written, &mut self.issues);
        if !self.issues.is_empty() {
            self.report_issues();
        }
        let Some(value) = value else {
            return Ok(());
        };
        if written.bytes().any(|b| !b.is_ascii_digit()) {
            let (end, canonical) = (self.reader.position(), value.to_string());
            if canonical != written {
                self.reader.replace(end - written.len(), end, &canonical);
                self.changed(place);
            }
        }
        if let Some(part) = place.key() {
            self.key.push((part, value.to_string().into()));
        }
        self.capture.set(place.capture(), Slot::Int(value));
        Ok(())
    }

    #[inline(never)]
    pub(super) fn decimal(&mut self, rule: &number::DecimalRule, place: Place) -> Read<()> {
        let start = self.reader.position() + 1;
        let mut value = None;
        self.string(place.unmarked(), |text, issues| {
            value = rule.check(text, issues);
            None
        })?;
        let end = self.reader.position() - 1;
        if let (Some(part), Some(value)) = (place.key(), value) {
            self.key.push((part, value.shortest().into()));
        }
        self.capture
            .set(place.capture(), Slot::Decimal { start, end });
        Ok(())
    }

    #[inline(never)]
    pub(super) fn instant(&mut self, rule: temporal::InstantRule, place: Place) -> Read<()> {
        let mut micros = None;
        self.string(
            Place {
                slot: Place::NONE,
                ..place
            },
            |text, issues| {
                let (value, canonical) = rule.check(text, issues)?;
                micros = Some(value);
                canonical
            },
        )?;
        self.capture.set(
            place.capture(),
            micros.map_or(Slot::Absent, Slot::Timestamp),
        );
        Ok(())
    }

    #[inline(never)]
    pub(super) fn duration(&mut self, place: Place) -> Read<()> {
        let mut micros = None;
        self.string(place.unmarked(), |text, issues| {
            micros = crate::time::parse_duration(text);
            if micros.is_none() {
                issues.push((Code::SchemaDuration, Params::new()));
            }
            None
        })?;
        if let (Some(part), Some(micros)) = (place.key(), micros) {
            self.key.push((part, micros.to_string().into()));
        }
        self.capture
            .set(place.capture(), micros.map_or(Slot::Absent, Slot::Duration));
        Ok(())
    }
}
