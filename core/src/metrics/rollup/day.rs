//! The facts of a day, by the records that they are made of.

use std::collections::BTreeMap;

use super::super::state::{Reader, Writer, bad_state};
use crate::error::Failure;

/// A record that facts are made of: its tenant and its identifier.
pub type Place = (String, String);

/// The facts of a day as bytes, by the records that they are made of, so that those of a record
/// that changed are taken out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day(BTreeMap<Place, Vec<Vec<u8>>>);

impl Day {
    /// Reads what [`Day::to_bytes`] wrote; of nothing, a day without facts.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadState`].
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let mut day = Self::default();
        let mut bytes = Reader(bytes);
        while !bytes.0.is_empty() {
            let place = (bytes.text()?.to_owned(), bytes.text()?.to_owned());
            let mut rows = Vec::new();
            for _ in 0..bytes.length(1)? {
                let length = bytes.length(1)?;
                rows.push(bytes.take(length)?.to_vec());
            }
            let later = day.0.last_key_value().is_none_or(|(last, _)| *last < place);
            if !later || rows.is_empty() {
                return Err(bad_state("records out of order"));
            }
            day.0.insert(place, rows);
        }
        Ok(day)
    }

    /// The facts as bytes; none where there are no facts.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        for ((tenant, id), rows) in &self.0 {
            out.text(tenant);
            out.text(id);
            out.length(rows.len());
            for row in rows {
                out.length(row.len());
                out.0.extend(row);
            }
        }
        out.0
    }

    /// Whether there are no facts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the facts of a record out.
    pub fn remove(&mut self, place: &Place) {
        self.0.remove(place);
    }

    /// Adds a fact of a record.
    pub fn add(&mut self, place: &Place, row: Vec<u8>) {
        self.0.entry(place.clone()).or_default().push(row);
    }

    /// The facts, in the order of their records.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.0.values().flatten().map(Vec::as_slice)
    }

    /// The facts of each record.
    pub fn records(&self) -> impl Iterator<Item = (&Place, &[Vec<u8>])> {
        self.0.iter().map(|(place, rows)| (place, rows.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_back_from_their_bytes() {
        let mut day = Day::default();
        assert!(day.is_empty() && day.to_bytes().is_empty());
        let place = |id: &str| (String::new(), id.to_owned());
        for (id, row) in [("b", &[1, 2][..]), ("a", &[]), ("b", &[3])] {
            day.add(&place(id), row.to_vec());
        }
        let bytes = day.to_bytes();
        assert_eq!(Day::read(&bytes), Ok(day.clone()));
        assert_eq!(day.rows().collect::<Vec<_>>(), [&[][..], &[1, 2], &[3]]);
        for end in 1..bytes.len() {
            let part = Day::read(&bytes[..end]);
            assert!(part != Ok(day.clone()), "{end}");
        }
        assert!(Day::read(&[bytes.clone(), bytes].concat()).is_err());
        day.remove(&place("b"));
        assert_eq!(day.records().count(), 1);
    }
}
