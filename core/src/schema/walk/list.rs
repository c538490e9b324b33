//! Lists, and which of their items are the same.

use std::collections::HashMap;

use super::super::capture::Slot;
use super::super::plan::{ListRule, Uniqueness};
use super::{Part, Place, Read, Segment, Walk};
use crate::error::Code;
use crate::json::{self, Limits};
use crate::order;

impl<'p, 'x> Walk<'p, 'x> {
    #[inline(never)]
    pub(super) fn list(&mut self, list: &'p ListRule, place: Place) -> Read<()> {
        let start = self.reader.position();
        let mut members = self.reader.open_array()?;
        let mut seen = Seen::behind(self);
        let mut count = 0;
        let inner = place.items(list, self.options);
        while self.reader.next_item(&mut members)? {
            self.path.push(Segment::Index(count));
            let first = self.reader.first()?;
            self.value(&list.of, first, inner)?;
            if list.unique != Uniqueness::None {
                self.unique(&mut seen, count);
            }
            self.path.pop();
            count += 1;
        }
        self.key.truncate(seen.key);
        self.items.truncate(seen.items);
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
    fn unique(&mut self, seen: &mut Seen<'x>, index: usize) {
        let before = self.items.get(seen.items..).and_then(<[Item]>::last);
        let start = before.map_or(seen.key, |item| item.end);
        let key = self.key.get_mut(start..).unwrap_or_default();
        if key.is_empty() {
            return;
        }
        order::sort_few(key);
        if let Some(first) = self.first_like(seen, start) {
            self.report(Code::SchemaDuplicateItem, vec![("first", first.into())]);
        }
        self.add(seen, start, index);
    }

    /// The index of the first item of a list whose key is as the one that begins at `start`.
    fn first_like(&self, seen: &Seen<'x>, start: usize) -> Option<usize> {
        let key = self.key.get(start..)?;
        if let Some(many) = &seen.many {
            return many.get(key).copied();
        }
        let mut start = seen.key;
        let few = self.items.get(seen.items..).unwrap_or_default();
        let same = few.iter().find(|item| {
            let known = self.key.get(start..item.end);
            start = item.end;
            known == Some(key)
        });
        same.map(|item| item.index)
    }

    /// Adds the item whose key begins at `start`.
    fn add(&mut self, seen: &mut Seen<'x>, start: usize, index: usize) {
        if let Some(many) = &mut seen.many {
            many.entry(self.key.drain(start..).collect())
                .or_insert(index);
            return;
        }
        let end = self.key.len();
        self.items.push(Item { end, index });
        if self.items.len() - seen.items == Seen::FEW {
            self.turn_to_many(seen);
        }
    }

    fn turn_to_many(&mut self, seen: &mut Seen<'x>) {
        let many = seen.many.get_or_insert_default();
        let mut keys = self.key.drain(seen.key..);
        let mut start = seen.key;
        for item in self.items.drain(seen.items..) {
            let key = keys.by_ref().take(item.end - start).collect();
            many.entry(key).or_insert(item.index);
            start = item.end;
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

/// An item of a list.
pub(super) struct Item {
    /// Where what tells it apart ends.
    end: usize,
    index: usize,
}

/// The items of a list so far: few are compared one by one, many through a table.
struct Seen<'x> {
    /// Where what tells the few apart begins.
    key: usize,
    /// Where the few begin.
    items: usize,
    many: Option<HashMap<Vec<Part<'x>>, usize>>,
}

impl Seen<'_> {
    const FEW: usize = 24;

    /// No items yet, behind those of the lists around.
    fn behind(walk: &Walk<'_, '_>) -> Self {
        Self {
            key: walk.key.len(),
            items: walk.items.len(),
            many: None,
        }
    }
}
