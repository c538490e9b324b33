//! Records from several ways, as one stream in order.

use profilekit::store::StoredRecord;
use rusqlite::Rows;

use crate::fault::Outcome;
use crate::record::Reading;

/// Records from several ways, each in order: one stream in order, each record once.
pub(super) struct Stream<'s> {
    reading: Reading<'s>,
    ways: Vec<(Rows<'s>, StoredRecord)>,
    newest_first: bool,
}

impl<'s> Stream<'s> {
    pub(super) fn new(reading: Reading<'s>, newest_first: bool) -> Self {
        Self {
            reading,
            ways: Vec::new(),
            newest_first,
        }
    }

    /// Adds a way, unless nothing lies on it.
    pub(super) fn add(&mut self, mut rows: Rows<'s>) -> Outcome<()> {
        if let Some(row) = rows.next()? {
            let first = self.reading.record(row)?;
            self.ways.push((rows, first));
        }
        Ok(())
    }

    /// The next record.
    pub(super) fn next(&mut self) -> Outcome<Option<StoredRecord>> {
        let Some(nearest) = self.nearest() else {
            return Ok(None);
        };
        let record = self.take(nearest)?;
        // The same record may lie on other ways, too: there it is the next one as well.
        while let (Some(record), Some(next)) = (&record, self.nearest()) {
            let same = self.ways.get(next);
            if same.is_none_or(|(_, other)| other.address != record.address) {
                break;
            }
            self.take(next)?;
        }
        Ok(record)
    }

    fn nearest(&self) -> Option<usize> {
        let ways = self.ways.iter().enumerate();
        let nearest = ways.min_by(|(_, (_, one)), (_, (_, other))| {
            let order = place(one).cmp(&place(other));
            if self.newest_first {
                order.reverse()
            } else {
                order
            }
        });
        nearest.map(|(index, _)| index)
    }

    /// Takes the record that is next on a way.
    fn take(&mut self, way: usize) -> Outcome<Option<StoredRecord>> {
        let Some((rows, first)) = self.ways.get_mut(way) else {
            return Ok(None);
        };
        match rows.next()? {
            Some(row) => {
                let next = self.reading.record(row)?;
                Ok(Some(std::mem::replace(first, next)))
            }
            None => Ok(Some(self.ways.swap_remove(way).1)),
        }
    }
}

fn place(record: &StoredRecord) -> (&str, &str) {
    (&record.address.id, &record.address.tenant)
}
