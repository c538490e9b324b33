//! Sorted keys with values, and batches of changes of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use profilekit::store::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::journal::Change;

/// The key of parts: one that has another's parts first comes right behind it. Neither names nor
/// identifiers hold U+0000.
pub(crate) fn key(parts: &[&str]) -> String {
    parts.join("\0")
}

/// A number so that texts sort as numbers do. There are no places and versions below zero; of
/// instants before 1970 only the order among each other is lost.
pub(crate) fn number(number: i64) -> String {
    format!("{number:020}")
}

/// Keys and JSON values, as they are now.
#[derive(Debug, Default)]
pub(crate) struct Pairs(pub(crate) BTreeMap<String, String>);

impl Pairs {
    /// The value of a key.
    pub(crate) fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        self.0.get(key).map(|value| read(value)).transpose()
    }

    /// The values of all keys with these first parts, in order.
    pub(crate) fn all<'p, T: DeserializeOwned>(
        &'p self,
        parts: &[&str],
    ) -> impl DoubleEndedIterator<Item = Result<T, StoreError>> + use<'p, T> {
        self.under(parts, None).map(|(_, value)| read(value))
    }

    /// The values of all keys with these first parts that come behind another part.
    pub(crate) fn behind<'p, T: DeserializeOwned>(
        &'p self,
        parts: &[&str],
        after: &str,
    ) -> impl DoubleEndedIterator<Item = Result<T, StoreError>> + use<'p, T> {
        self.under(parts, Some(after)).map(|(_, value)| read(value))
    }

    /// All keys with these first parts, and their values.
    pub(crate) fn under<'p>(
        &'p self,
        parts: &[&str],
        after: Option<&str>,
    ) -> impl DoubleEndedIterator<Item = (&'p String, &'p String)> + use<'p> {
        let first = format!("{}\0", key(parts));
        // `\u{1}` is what follows the `\0` that every such key has there.
        let last = Bound::Excluded(format!("{}\u{1}", key(parts)));
        let first = match after {
            Some(after) => Bound::Excluded(first + after),
            None => Bound::Included(first),
        };
        self.0.range((first, last))
    }
}

fn read<T: DeserializeOwned>(value: &str) -> Result<T, StoreError> {
    serde_json::from_str(value).map_err(|error| StoreError::Corrupt(Box::new(error)))
}

/// Changes that are made together. They are there for whoever looks into the batch; where it is
/// dropped before it was kept, they are taken back.
pub(crate) struct Batch<'p> {
    pub(crate) pairs: &'p mut Pairs,
    before: BTreeMap<String, Option<String>>,
}

impl<'p> Batch<'p> {
    pub(crate) fn of(pairs: &'p mut Pairs) -> Self {
        let before = BTreeMap::new();
        Self { pairs, before }
    }

    pub(crate) fn put<T: Serialize + ?Sized>(
        &mut self,
        key: &str,
        value: &T,
    ) -> Result<(), StoreError> {
        let value = serde_json::to_string(value);
        let value = value.map_err(|error| StoreError::Corrupt(Box::new(error)))?;
        let before = self.pairs.0.insert(key.to_owned(), value);
        self.before.entry(key.to_owned()).or_insert(before);
        Ok(())
    }

    pub(crate) fn remove(&mut self, key: &str) {
        if let Some(before) = self.pairs.0.remove(key) {
            self.before.entry(key.to_owned()).or_insert(Some(before));
        }
    }

    /// Removes everything with these first parts.
    pub(crate) fn remove_all(&mut self, parts: &[&str]) {
        let keys = self.pairs.under(parts, None).map(|(key, _)| key.clone());
        let keys: BTreeSet<String> = keys.collect();
        keys.iter().for_each(|key| self.remove(key));
    }

    /// What it comes to.
    pub(crate) fn change(&self) -> Change<'_> {
        let keys = self.before.keys().map(String::as_str);
        let now = keys.map(|key| (key, self.pairs.0.get(key).map(String::as_str)));
        now.collect()
    }

    /// The changes stay.
    pub(crate) fn keep(mut self) {
        self.before.clear();
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        for (key, before) in std::mem::take(&mut self.before) {
            match before {
                Some(value) => self.pairs.0.insert(key, value),
                None => self.pairs.0.remove(&key),
            };
        }
    }
}
