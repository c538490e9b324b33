//! Lists, and which of their items are the same.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::capture::Slot;
use super::super::plan::{ListRule, Uniqueness};
use super::{Place, Read, Segment, Walk};
use crate::error::Code;
use crate::json::{self, Limits};

impl<'p, 'x> Walk<'p, 'x> {
    #[inline(never)]
    pub(super) fn list(&mut self, list: &'p ListRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_array()?;
        let mut seen = None;
        let mut count = 0;
        let inner = place.items(list, self.options);
        let outer_key = std::mem::take(&mut self.key);
        while self.reader.next_item(&mut members)? {
            self.path.push(Segment::Index(count));
            let shape = self.reader.peek()?;
            self.value(&list.of, shape, inner)?;
            if list.unique != Uniqueness::None {
                self.unique(count, seen.get_or_insert_default());
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
            place.capture(),
            Slot::Json {
                start,
                end: self.reader.position(),
                count,
            },
        );
        Ok(())
    }

    /// Compares the item just read with those before it. One without any of the fields that
    /// tell items apart is like no other.
    fn unique(&mut self, index: usize, seen: &mut Seen<'x>) {
        let mut key = std::mem::take(&mut self.key);
        if key.is_empty() {
            return;
        }
        key.sort();
        if let Some(first) = seen.first(key, index) {
            self.report(Code::SchemaDuplicateItem, vec![("first", first.into())]);
        }
    }

    /// Adds the value since `mark` to what tells the item apart, whatever the order of its
    /// members.
    pub(super) fn add_to_key(&mut self, part: u16, mark: usize) {
        let written = self.reader.copied_since(mark);
        let limits = Limits {
            depth: usize::MAX,
            bytes: usize::MAX,
        };
        let value = match json::parse(written.as_bytes(), limits) {
            Ok(mut tree) => {
                tree.sort();
                tree.to_json()
            }
            // Names that stand twice were reported; the text is as good as any.
            Err(_) => written.to_owned(),
        };
        self.key.push((part, value.into()));
    }
}

/// The items of a list so far: few are compared one by one, many through a table.
#[derive(Default)]
struct Seen<'x> {
    few: Vec<(Key<'x>, usize)>,
    many: Option<HashMap<Key<'x>, usize>>,
}

type Key<'x> = Vec<(u16, Cow<'x, str>)>;

impl<'x> Seen<'x> {
    const FEW: usize = 24;

    /// The index of the first item with this key, if there was one.
    fn first(&mut self, key: Key<'x>, index: usize) -> Option<usize> {
        if self.many.is_none() && self.few.len() < Self::FEW {
            let first = self.few.iter().find(|(known, _)| *known == key);
            let first = first.map(|(_, at)| *at);
            self.few.push((key, index));
            return first;
        }
        let many = self.many.get_or_insert_default();
        for (key, at) in std::mem::take(&mut self.few) {
            many.entry(key).or_insert(at);
        }
        let first = *many.entry(key).or_insert(index);
        (first != index).then_some(first)
    }
}
