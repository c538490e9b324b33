//! What records hold alone: keys and slots.

use std::collections::BTreeSet;

use profilekit::store::{Address, Slot, StoreError, WriteMode};
use rusqlite::{Connection, params};

use super::Written;
use crate::column::all;
use crate::fault::Outcome;

/// What a record takes.
struct Wish<'w> {
    number: i64,
    address: &'w Address,
    keys: BTreeSet<&'w str>,
    slots: BTreeSet<&'w Slot>,
}

/// Takes away what records give up, then gives them what they take; what stays is not touched.
pub(super) fn hand_over(connection: &Connection, written: &[Written<'_>]) -> Outcome<()> {
    let mut wishes = Vec::new();
    for (number, write) in written {
        if write.how == WriteMode::Remove {
            continue;
        }
        let mut wish = Wish {
            number: *number,
            address: &write.record.address,
            keys: write.keys.iter().map(String::as_str).collect(),
            slots: write.slots.iter().collect(),
        };
        if write.how == WriteMode::Replace {
            give_up_keys(connection, &mut wish)?;
            give_up_slots(connection, &mut wish)?;
        }
        wishes.push(wish);
    }
    for wish in &wishes {
        take_keys(connection, wish)?;
        take_slots(connection, wish)?;
    }
    Ok(())
}

/// Leaves of the wish what the record does not hold yet.
fn give_up_keys(connection: &Connection, wish: &mut Wish<'_>) -> Outcome<()> {
    let sql = "SELECT key FROM record_keys WHERE record = ?1";
    let held: Vec<String> = all(connection, sql, [wish.number], |row| row.get(0))?;
    for key in &held {
        if wish.keys.remove(key.as_str()) {
            continue;
        }
        let sql = "DELETE FROM record_keys WHERE kind = ?1 AND tenant = ?2 AND key = ?3";
        let mut delete = connection.prepare_cached(sql)?;
        delete.execute([&wish.address.kind, &wish.address.tenant, key])?;
    }
    Ok(())
}

fn take_keys(connection: &Connection, wish: &Wish<'_>) -> Outcome<()> {
    let Address { tenant, kind, .. } = wish.address;
    for key in &wish.keys {
        let sql = "INSERT INTO record_keys (kind, tenant, key, record) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO NOTHING";
        let mut insert = connection.prepare_cached(sql)?;
        if insert.execute(params![kind, tenant, key, wish.number])? == 0 {
            return Err(StoreError::taken(key).into());
        }
    }
    Ok(())
}

/// Leaves of the wish what the record does not hold yet.
fn give_up_slots(connection: &Connection, wish: &mut Wish<'_>) -> Outcome<()> {
    let sql = "SELECT key, from_at, until_at FROM record_slots WHERE record = ?1";
    let held = all(connection, sql, [wish.number], |row| {
        let (key, from, until) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Slot { key, from, until })
    })?;
    for slot in &held {
        if wish.slots.remove::<Slot>(slot) {
            continue;
        }
        let sql = "DELETE FROM record_slots WHERE kind = ?1 AND tenant = ?2 AND key = ?3
            AND until_at = ?4 AND from_at = ?5 AND record = ?6";
        put_slot(connection, sql, wish, slot)?;
    }
    Ok(())
}

fn take_slots(connection: &Connection, wish: &Wish<'_>) -> Outcome<()> {
    for slot in &wish.slots {
        let sql = "INSERT INTO record_slots (kind, tenant, key, until_at, from_at, record)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (
                SELECT 1 FROM record_slots WHERE kind = ?1 AND tenant = ?2 AND key = ?3
                    AND until_at > ?5 AND from_at < ?4 AND record <> ?6)";
        if put_slot(connection, sql, wish, slot)? == 0 {
            return Err(StoreError::occupied(&slot.key).into());
        }
    }
    Ok(())
}

fn put_slot(connection: &Connection, sql: &str, wish: &Wish<'_>, slot: &Slot) -> Outcome<usize> {
    let Address { tenant, kind, .. } = wish.address;
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.execute(params![
        kind,
        tenant,
        slot.key,
        slot.until,
        slot.from,
        wish.number
    ])?)
}
