//! Values without named fields: maps, vectors and free JSON.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::capture::Slot;
use super::super::plan::MapRule;
use super::{Place, Read, Segment, Walk};
use crate::error::{Code, Params};
use crate::json::Shape;

impl<'p, 'x> Walk<'p, 'x> {
    pub(super) fn map(&mut self, map: &'p MapRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_object()?;
        let mut names: HashMap<Cow<'x, str>, ()> = HashMap::new();
        let mut count = 0;
        while let Some(name) = self.reader.next_name(&mut members)? {
            self.reader.keep(&mut members, name)?;
            self.path.push(Segment::Key(name));
            let decoded = name.decode();
            if decoded.is_empty()
                || decoded.chars().count() > 64
                || decoded.chars().any(char::is_control)
            {
                self.report(Code::SchemaMapKey, Params::new());
            }
            if names.insert(decoded, ()).is_some() {
                self.report(Code::JsonDuplicateName, vec![("at", name.at.into())]);
            }
            self.value(
                &map.of,
                Place {
                    capture: None,
                    key: None,
                    ..place
                },
            )?;
            self.path.pop();
            count += 1;
        }
        if count > map.max {
            self.report(Code::SchemaTooManyItems, vec![("max", map.max.into())]);
        }
        self.capture.set(
            place.capture,
            Slot::Json {
                start,
                end: self.reader.position(),
                count,
            },
        );
        Ok(())
    }

    pub(super) fn vector(&mut self, dimensions: usize, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_array()?;
        let mut count = 0;
        while self.reader.next_item(&mut members)? {
            self.path.push(Segment::Index(count));
            if self.reader.peek()? == Shape::Number {
                let finite = self.reader.number()?.parse().is_ok_and(f64::is_finite);
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
            place.capture,
            Slot::Json {
                start,
                end: self.reader.position(),
                count,
            },
        );
        Ok(())
    }

    pub(super) fn free(&mut self, place: Place) -> Read<()> {
        let start = self.reader.position();
        let count = usize::from(!matches!(
            self.reader.skip()?,
            "{}" | "[]" | "\"\"" | "null"
        ));
        self.capture.set(
            place.capture,
            Slot::Json {
                start,
                end: self.reader.position(),
                count,
            },
        );
        Ok(())
    }
}
