//! Identifiers of what is prepared, by number.

use std::collections::HashMap;

use crate::id::Id;

/// Identifiers by number, beginning with 1; 0 is for none. A number is an identifier's as long as
/// somebody holds it.
#[derive(Debug, Default)]
pub(super) struct Ids {
    numbers: HashMap<Id, Held>,
    free: Vec<u32>,
    last: u32,
}

/// An identifier's number, and how many hold it.
#[derive(Debug)]
struct Held {
    number: u32,
    holders: usize,
}

impl Ids {
    pub(super) fn hold<'i>(&mut self, ids: impl IntoIterator<Item = Option<&'i Id>>) {
        for id in ids.into_iter().flatten() {
            match self.numbers.get_mut(id) {
                Some(held) => held.holders += 1,
                None => self.add(id.clone()),
            }
        }
    }

    fn add(&mut self, id: Id) {
        let number = self.free.pop().unwrap_or_else(|| {
            self.last = self.last.saturating_add(1);
            self.last
        });
        self.numbers.insert(id, Held { number, holders: 1 });
    }

    pub(super) fn give_back<'i>(&mut self, ids: impl IntoIterator<Item = Option<&'i Id>>) {
        for id in ids.into_iter().flatten() {
            let Some(held) = self.numbers.get_mut(id) else {
                continue;
            };
            held.holders = held.holders.saturating_sub(1);
            if held.holders == 0 {
                self.free.push(held.number);
                self.numbers.remove(id);
            }
        }
    }

    /// The number of an identifier that is held.
    pub(super) fn number(&self, id: Option<&Id>) -> u32 {
        let held = id.and_then(|id| self.numbers.get(id));
        held.map_or(0, |held| held.number)
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;
    use crate::id::Id;

    #[test]
    fn a_number_is_given_again_when_nobody_holds_it() {
        let [a, b, c] = ["a", "b", "c"].map(|id| Id::new(id).unwrap());
        let mut ids = Ids::default();
        ids.hold([Some(&a), Some(&b), None, Some(&a)]);
        assert_eq!((ids.number(Some(&a)), ids.number(Some(&b))), (1, 2));
        assert_eq!((ids.number(None), ids.number(Some(&c))), (0, 0));
        ids.give_back([Some(&a), Some(&b), None]);
        ids.hold([Some(&c)]);
        assert_eq!((ids.number(Some(&a)), ids.number(Some(&c))), (1, 2));
        assert_eq!(ids.number(Some(&b)), 0);
    }
}
