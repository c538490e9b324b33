//! The port of those who deliver events.

use std::collections::HashSet;

use async_trait::async_trait;
use profilekit::store::{
    Address, Backlog, Claim, Delivery, Event, Outbox, Replay, Settled, Settlement, StoreError,
    StoredEvent,
};
use rusqlite::{Connection, Row, params};

use crate::column::{all, limit, rows};
use crate::fault::Outcome;
use crate::lease::{leases, leases_of, places, take_on};
use crate::store::SqliteStore;

/// The number of a delivery that is pending and not in the index of those.
pub(crate) const NEW: i64 = -1;

/// So many events are put into the index of pending ones together; the statements say it, too.
pub(crate) const FILED_TOGETHER: i64 = 256;

/// The columns of an event, in the order in which [`read`] takes them.
macro_rules! columns {
    () => {
        "sequence, id, name, tenant, kind, record, version, at, data, delivery, attempts, due_at, \
         error"
    };
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredEvent> {
    let delivery = match row.get(9)? {
        NEW => Delivery::Pending.number(),
        other => other,
    };
    Ok(StoredEvent {
        sequence: row.get(0)?,
        event: Event {
            id: row.get(1)?,
            name: row.get(2)?,
            address: read_address(row)?,
            version: row.get(6)?,
            at: row.get(7)?,
            data: row.get(8)?,
        },
        delivery: Delivery::from_number(delivery)
            .ok_or(rusqlite::Error::IntegralValueOutOfRange(9, delivery))?,
        attempts: row.get(10)?,
        due_at: row.get(11)?,
        error: row.get(12)?,
    })
}

fn read_address(row: &Row<'_>) -> rusqlite::Result<Address> {
    Ok(Address {
        tenant: row.get(3)?,
        kind: row.get(4)?,
        id: row.get(5)?,
    })
}

const PENDING: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM events INDEXED BY events_pending WHERE delivery = 0 UNION ALL SELECT ",
    columns!(),
    " FROM events WHERE delivery = -1 AND sequence > (SELECT MAX(sequence) FROM events) - 256
     ORDER BY sequence"
);

const BEHIND: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM events WHERE sequence > ?1 AND delivery <> 3 ORDER BY sequence LIMIT ?2"
);

const BEHIND_OF_TENANT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM events WHERE sequence > ?1 AND delivery <> 3 AND tenant = ?3
     ORDER BY sequence LIMIT ?2"
);

const DEAD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM events INDEXED BY events_aside
     WHERE delivery = 2 AND delivery > 1 AND sequence > ?1 ORDER BY sequence LIMIT ?2"
);

fn claim(connection: &Connection, claim: &Claim) -> Outcome<Vec<StoredEvent>> {
    let known = leases(connection)?;
    let live = known.iter().filter(|lease| lease.holds(claim.now));
    let held: HashSet<i64> = live.flat_map(|lease| &lease.events).copied().collect();
    let taken = free(connection, claim, &held)?;
    let events = taken.iter().map(|stored| stored.sequence).collect();
    let who = (claim.holder.as_str(), claim.now, claim.until);
    take_on(connection, known, who, &events)?;
    Ok(taken)
}

/// The events that may be taken on: of one record only the first ones that wait.
fn free(connection: &Connection, claim: &Claim, held: &HashSet<i64>) -> Outcome<Vec<StoredEvent>> {
    let mut pending = connection.prepare_cached(PENDING)?;
    let mut rows = pending.query([])?;
    let mut held_up: HashSet<Address> = HashSet::new();
    let mut taken = Vec::new();
    while taken.len() < claim.limit
        && let Some(row) = rows.next()?
    {
        if !held_up.is_empty() && held_up.contains(&read_address(row)?) {
            continue;
        }
        let (sequence, due_at): (i64, i64) = (row.get(0)?, row.get(11)?);
        if due_at > claim.now || held.contains(&sequence) {
            held_up.insert(read_address(row)?);
        } else {
            taken.push(read(row)?);
        }
    }
    Ok(taken)
}

const DELIVERED: &str = "UPDATE events SET attempts = attempts + 1, delivery = 1
    WHERE sequence IN (SELECT value FROM json_each(?1))";

/// What becomes of an event that was not delivered.
const UNDELIVERED: &str = "UPDATE events SET attempts = attempts + ?2, delivery = ?3,
        due_at = COALESCE(?4, due_at), error = COALESCE(?5, error)
    WHERE sequence = ?1";

/// Says how many of the events the holder still had.
fn settle(connection: &Connection, holder: &str, settled: &[Settled]) -> Outcome<usize> {
    let mut leases = leases_of(connection, holder)?;
    let held = |one: &&Settled| {
        let mut leases = leases.iter();
        leases.any(|lease| lease.events.contains(&one.sequence))
    };
    let held: Vec<&Settled> = settled.iter().filter(held).collect();
    let delivered = held.iter().filter(|one| one.how == Settlement::Delivered);
    let delivered = places(delivered.map(|one| &one.sequence));
    let mut changed = connection.prepare_cached(DELIVERED)?.execute([delivered])?;
    for one in &held {
        changed += undelivered(connection, one)?;
    }
    let gone: HashSet<i64> = held.iter().map(|one| one.sequence).collect();
    for lease in &mut leases {
        lease.let_go(connection, &gone)?;
    }
    Ok(changed)
}

fn undelivered(connection: &Connection, settled: &Settled) -> Outcome<usize> {
    let (delivery, due_at, error) = match &settled.how {
        Settlement::Delivered => return Ok(0),
        Settlement::Released => (Delivery::Pending, None, None),
        Settlement::Retry { due_at, error } => (Delivery::Pending, Some(due_at), Some(error)),
        Settlement::Dead { error } => (Delivery::Dead, None, Some(error)),
    };
    let tried = settled.how != Settlement::Released;
    let mut update = connection.prepare_cached(UNDELIVERED)?;
    let number = delivery.number();
    Ok(update.execute(params![settled.sequence, tried, number, due_at, error])?)
}

fn backlog(connection: &Connection) -> Outcome<Backlog> {
    let sql = "SELECT COUNT(*), MIN(at) FROM (
            SELECT at FROM events INDEXED BY events_pending WHERE delivery = 0
            UNION ALL SELECT at FROM events
            WHERE delivery = -1 AND sequence > (SELECT MAX(sequence) FROM events) - 256)";
    let mut pending = connection.prepare_cached(sql)?;
    let (pending, oldest_at) = pending.query_row([], |row| Ok((count(row)?, row.get(1)?)))?;
    let dead = "SELECT COUNT(*) FROM events INDEXED BY events_aside
        WHERE delivery = 2 AND delivery > 1";
    let delivered = "SELECT (SELECT COUNT(*) FROM events INDEXED BY events_settled_by_block
            WHERE delivery > 0)
        - (SELECT COUNT(*) FROM events INDEXED BY events_aside WHERE delivery > 1)";
    Ok(Backlog {
        pending,
        dead: connection.prepare_cached(dead)?.query_row([], count)?,
        delivered: connection.prepare_cached(delivered)?.query_row([], count)?,
        oldest_at,
    })
}

fn count(row: &Row<'_>) -> rusqlite::Result<u64> {
    let count: i64 = row.get(0)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

fn replay(connection: &Connection, which: Replay<'_>, now: i64) -> Outcome<usize> {
    let again = |condition: &str, parameters: &[&dyn rusqlite::ToSql]| {
        let sql = format!(
            "UPDATE events SET delivery = 0, attempts = 0, due_at = ?1, error = '' WHERE {condition}"
        );
        connection.prepare_cached(&sql)?.execute(parameters)
    };
    Ok(match which {
        Replay::Dead => again("delivery = 2 AND delivery > 1", params![now]),
        Replay::Between(from, until) => {
            let condition = "delivery IN (1, 2) AND at >= ?2 AND at < ?3";
            again(condition, params![now, from, until])
        }
        Replay::Places(first, last) => {
            let condition = "+delivery IN (1, 2) AND sequence >= ?2 AND sequence <= ?3";
            again(condition, params![now, first, last])
        }
        Replay::Event(id) => again("delivery IN (1, 2) AND id = ?2", params![now, id]),
    }?)
}

/// Forgets delivered events. The newest one of all keeps its place, emptied, until there is a
/// newer one.
fn forget(connection: &Connection, before: i64) -> Outcome<usize> {
    let sql = "DELETE FROM events
        WHERE delivery = 3 AND delivery > 1 AND sequence < (SELECT MAX(sequence) FROM events)";
    connection.prepare_cached(sql)?.execute([])?;
    let sql = "DELETE FROM events WHERE delivery = 1 AND at < ?1
        AND sequence < (SELECT MAX(sequence) FROM events)";
    let gone = connection.prepare_cached(sql)?.execute([before])?;
    let sql = "UPDATE events SET delivery = 3, id = '', name = '', tenant = '', kind = '',
        record = '', error = '', data = '' WHERE delivery = 1 AND at < ?1";
    let emptied = connection.prepare_cached(sql)?.execute([before])?;
    Ok(gone.saturating_add(emptied))
}

#[async_trait]
impl Outbox for SqliteStore {
    async fn claim(&self, wanted: &Claim) -> Result<Vec<StoredEvent>, StoreError> {
        // Whoever asks again and again while nothing waits does not keep others from writing.
        let sql = "SELECT 1 FROM events INDEXED BY events_pending WHERE delivery = 0 UNION ALL
            SELECT 1 FROM events
            WHERE delivery = -1 AND sequence > (SELECT MAX(sequence) FROM events) - 256";
        if !self.read(|connection| Ok(connection.prepare_cached(sql)?.exists([])?))? {
            return Ok(Vec::new());
        }
        self.change(|connection| claim(connection, wanted))
    }

    async fn settle(&self, holder: &str, settled: &[Settled]) -> Result<usize, StoreError> {
        self.change(|connection| settle(connection, holder, settled))
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        self.read(backlog)
    }

    async fn events(
        &self,
        tenant: Option<&str>,
        after: i64,
        most: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let most = limit(most);
        self.read(|connection| match tenant {
            None => all(connection, BEHIND, params![after, most], read),
            Some(of) => all(connection, BEHIND_OF_TENANT, params![after, most, of], read),
        })
    }

    async fn dead(&self, after: i64, most: usize) -> Result<Vec<StoredEvent>, StoreError> {
        self.read(|connection| all(connection, DEAD, params![after, limit(most)], read))
    }

    async fn replay(&self, which: Replay<'_>, now: i64) -> Result<u64, StoreError> {
        self.change(|connection| replay(connection, which, now).map(rows))
    }

    async fn forget_delivered(&self, before: i64) -> Result<u64, StoreError> {
        self.change(|connection| forget(connection, before).map(rows))
    }
}
