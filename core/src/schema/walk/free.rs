//! Values without named fields: maps, vectors and free JSON.

use super::super::capture::Slot;
use super::super::extract::pass_content;
use super::super::plan::MapRule;
use super::names::Names;
use super::{Place, Read, Segment, Walk};
use crate::error::{Code, Params};
use crate::host;
use crate::json::{Shape, Text};

impl<'p, 'x> Walk<'p, 'x> {
    #[inline(never)]
    pub(super) fn map(&mut self, map: &'p MapRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_object()?;
        let mut names = Names::default();
        let mut count = 0;
        while let Some(name) = self.reader.next_name(&mut members)? {
            self.reader.keep(&mut members)?;
            self.path.push(Segment::Key(name));
            if names.stood_before(name.decode()) {
                self.report_duplicate(name.at());
                self.reader.pass()?;
            } else {
                self.entry(map, name, place)?;
            }
            self.path.pop();
            count += 1;
        }
        if count > map.max {
            self.report(Code::SchemaTooManyItems, vec![("max", map.max.into())]);
        }
        self.capture.set(
            place.capture(),
            Slot::Json {
                start,
                end: self.reader.position(),
                count,
            },
        );
        Ok(())
    }

    fn entry(&mut self, map: &'p MapRule, name: Text<'x>, place: Place) -> Read<()> {
        let inner = place.unmarked();
        let first = self.reader.first()?;
        if first != b'n' {
            self.value(&map.of, first, inner)?;
        } else {
            if !self.removes(place) {
                self.report(Code::SchemaNull, Params::new());
            }
            self.reader.null()?;
        }
        if !is_map_key(&name.decode()) {
            self.report(Code::SchemaMapKey, Params::new());
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn vector(&mut self, dimensions: usize, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_array()?;
        let mut count = 0;
        while self.reader.next_item(&mut members)? {
            self.path.push(Segment::Index(count));
            if self.reader.peek()? == Shape::Number {
                let number = host::double(self.reader.number()?);
                let finite = number.is_some_and(f64::is_finite);
                if !finite {
                    self.report(Code::SchemaInexact, Params::new());
                }
            } else {
                self.wrong_type("number")?;
            }
            self.path.pop();
            count += 1;
        }
        if count != dimensions {
            let params = vec![("expected", dimensions.into()), ("actual", count.into())];
            self.report(Code::SchemaDimensions, params);
        }
        self.capture.set(
            place.capture(),
            Slot::Json {
                start,
                end: self.reader.position(),
                count,
            },
        );
        Ok(())
    }

    #[inline(never)]
    pub(super) fn free(&mut self, place: Place) -> Read<()> {
        let start = self.reader.position();
        if self.reader.peek()? == Shape::Null {
            self.report(Code::SchemaNull, Params::new());
        }
        let count = pass_content(&mut self.reader)?;
        self.capture.set(
            place.capture(),
            Slot::Json {
                start,
                end: self.reader.position(),
                count,
            },
        );
        Ok(())
    }
}

/// Whether a map may have the key: 1 to 64 characters, none of them a control.
fn is_map_key(name: &str) -> bool {
    (1..=64).contains(&name.chars().count()) && !name.chars().any(char::is_control)
}
