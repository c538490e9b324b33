//! Lists, and which of their items are the same.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::capture::Slot;
use super::super::plan::{ListRule, Uniqueness};
use super::{Place, Read, Segment, Walk};
use crate::error::Code;

impl<'p, 'x> Walk<'p, 'x> {
    pub(super) fn list(&mut self, list: &'p ListRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_array()?;
        let mut seen = Seen::default();
        let mut count = 0;
        let inner = place.items(list, self.options);
        let outer_key = std::mem::take(&mut self.key);
        while self.reader.next_item(&mut members)? {
            self.path.push(Segment::Index(count));
            let from = self.reader.position();
            self.value(&list.of, inner)?;
            if list.unique != Uniqueness::None {
                self.unique(from, count, &mut seen);
            }
            self.path.pop();
            count += 1;
        }
        self.key = outer_key;
        if count < list.min {
            self.report(Code::SchemaTooFewItems, vec![("min", list.min.into())]);
        }
        if count > list.max {
            self.report(Code::SchemaTooManyItems, vec![("max", list.max.into())]);
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

    fn unique(&mut self, from: usize, index: usize, seen: &mut Seen<'x>) {
        let mut key = std::mem::take(&mut self.key);
        if key.is_empty() {
            let item = self
                .reader
                .text()
                .get(from..self.reader.position())
                .unwrap_or_default();
            key.push((0, Cow::Borrowed(item)));
        }
        key.sort();
        if let Some(first) = seen.first(key, index) {
            self.report(Code::SchemaDuplicateItem, vec![("first", first.into())]);
        }
    }
}

/// The items of a list so far: few are compared one by one, many through a table.
#[derive(Default)]
struct Seen<'x> {
    few: Vec<Key<'x>>,
    many: HashMap<Key<'x>, usize>,
}

type Key<'x> = Vec<(u16, Cow<'x, str>)>;

impl<'x> Seen<'x> {
    const FEW: usize = 24;

    /// The index of the first item with this key, if there was one.
    fn first(&mut self, key: Key<'x>, index: usize) -> Option<usize> {
        if index < Self::FEW {
            let first = self.few.iter().position(|known| *known == key);
            self.few.push(key);
            return first;
        }
        if self.many.is_empty() {
            for (at, key) in std::mem::take(&mut self.few).into_iter().enumerate() {
                self.many.entry(key).or_insert(at);
            }
        }
        let first = *self.many.entry(key).or_insert(index);
        (first != index).then_some(first)
    }
}
