//! What records of a commit hold alone: keys and slots.
//!
//! All of the commit's records give up what they do not hold any more, then each takes what it
//! has not got; what somebody else still holds afterwards was taken.

use profilekit::store::{Address, Slot, StoreError, Write, WriteMode};
use tokio_postgres::Row;

use super::records::{addresses, ordered};
use crate::batch::Batch;
use crate::place::columns;
use crate::row::{Param, column, value};

const GIVE_KEYS_UP: &str = "DELETE FROM record_keys k \
    USING unnest($1::text[], $2::text[], $3::text[]) AS w (tenant, kind, id) \
    WHERE (k.tenant, k.kind, k.id) = (w.tenant, w.kind, w.id) AND NOT EXISTS (SELECT FROM \
    unnest($4::text[], $5::text[], $6::text[], $7::text[]) AS n (tenant, kind, id, key) \
    WHERE (k.tenant, k.kind, k.id, k.key) = (n.tenant, n.kind, n.id, n.key))";

const TAKE_KEYS: &str = "INSERT INTO record_keys (tenant, kind, id, key) \
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING";

const KEYS_OF_OTHERS: &str = "SELECT n.key FROM \
    unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS n (tenant, kind, id, key) \
    LEFT JOIN record_keys k ON (k.tenant, k.kind, k.key) = (n.tenant, n.kind, n.key) \
    WHERE k.id IS DISTINCT FROM n.id LIMIT 1";

const GIVE_SLOTS_UP: &str = "DELETE FROM record_slots s \
    USING unnest($1::text[], $2::text[], $3::text[]) AS w (tenant, kind, id) \
    WHERE (s.tenant, s.kind, s.id) = (w.tenant, w.kind, w.id) AND NOT EXISTS (SELECT FROM \
    unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[]) \
    AS n (tenant, kind, id, key, from_at, until_at) \
    WHERE (s.tenant, s.kind, s.id, s.key, s.from_at, s.until_at) \
    = (n.tenant, n.kind, n.id, n.key, n.from_at, n.until_at))";

const TAKE_SLOTS: &str = "INSERT INTO record_slots (tenant, kind, id, key, from_at, until_at) \
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], \
    $6::bigint[]) ON CONFLICT DO NOTHING";

const SLOTS_OF_OTHERS: &str = "SELECT n.key FROM unnest($1::text[], $2::text[], $3::text[], \
    $4::text[], $5::bigint[], $6::bigint[]) AS n (tenant, kind, id, key, from_at, until_at) \
    WHERE NOT EXISTS (SELECT FROM record_slots s \
    WHERE (s.tenant, s.kind, s.id, s.key, s.from_at, s.until_at) \
    = (n.tenant, n.kind, n.id, n.key, n.from_at, n.until_at)) LIMIT 1";

/// Something that a record holds, and where the record is.
struct Held<'c, T> {
    by: &'c Address,
    what: &'c T,
}

/// Everything of one sort that the commit's records hold from now on, in the order of keys: the
/// order in which they are locked.
fn held<'c, T: Ord>(writes: &'c [Write], of: impl Fn(&'c Write) -> &'c [T]) -> Vec<Held<'c, T>> {
    let staying = writes.iter().filter(|write| write.how != WriteMode::Remove);
    let held = staying.flat_map(|write| {
        let by = &write.record.address;
        of(write).iter().map(move |what| Held { by, what })
    });
    let mut held: Vec<Held<'c, T>> = held.collect();
    let place = |held: &Held<'c, T>| (&held.by.tenant, &held.by.kind, held.what, &held.by.id);
    held.sort_by(|one, other| place(one).cmp(&place(other)));
    held
}

fn places<'c, T>(held: &[Held<'c, T>]) -> Vec<Param<'c>> {
    let at: Vec<&Address> = held.iter().map(|held| held.by).collect();
    columns(&at)
}

fn keys_params<'c>(held: &[Held<'c, String>]) -> Vec<Param<'c>> {
    let keys: Vec<&'c String> = held.iter().map(|held| held.what).collect();
    let mut params = places(held);
    params.push(column(&keys, |key| key.as_str()));
    params
}

fn slots_params<'c>(held: &[Held<'c, Slot>]) -> Vec<Param<'c>> {
    let slots: Vec<&'c Slot> = held.iter().map(|held| held.what).collect();
    let mut params = places(held);
    params.push(column(&slots, |slot| slot.key.as_str()));
    params.push(column(&slots, |slot| slot.from));
    params.push(column(&slots, |slot| slot.until));
    params
}

/// What the records of a commit hold from now on.
pub(super) struct Holdings<'c> {
    writes: &'c [Write],
    keys: Vec<Held<'c, String>>,
    slots: Vec<Held<'c, Slot>>,
}

impl<'c> Holdings<'c> {
    pub(super) fn of(writes: &'c [Write]) -> Self {
        Self {
            writes,
            keys: held(writes, |write| &write.keys),
            slots: held(writes, |write| &write.slots),
        }
    }

    /// Gives up the keys and slots that the records do not hold any more.
    pub(super) fn give_up(&self, batch: &mut Batch<'c>) {
        let known = ordered(self.writes, |how| how != WriteMode::Insert);
        if known.is_empty() {
            return;
        }
        for (statement, held) in [
            (GIVE_KEYS_UP, keys_params(&self.keys)),
            (GIVE_SLOTS_UP, slots_params(&self.slots)),
        ] {
            let at = columns(&addresses(&known));
            batch.join(statement, at.into_iter().chain(held).collect());
        }
    }

    /// Takes keys and slots.
    pub(super) fn take(&self, batch: &mut Batch<'c>) {
        if !self.keys.is_empty() {
            batch.add(TAKE_KEYS, keys_params(&self.keys));
            batch.check(KEYS_OF_OTHERS, keys_params(&self.keys), |rows| {
                none(rows, StoreError::taken)
            });
        }
        if !self.slots.is_empty() {
            batch.add(TAKE_SLOTS, slots_params(&self.slots));
            batch.check(SLOTS_OF_OTHERS, slots_params(&self.slots), |rows| {
                none(rows, StoreError::occupied)
            });
        }
    }
}

/// Refuses where there is a key that somebody else holds.
fn none(rows: &[Row], refusal: fn(&str) -> StoreError) -> Result<(), StoreError> {
    match rows.first() {
        Some(row) => Err(refusal(value(row, "key")?)),
        None => Ok(()),
    }
}
