//! Delivering events.
//!
//! **Claims.** What waits stands in `deliveries` until it is delivered or given up. A claim looks
//! for the first events that are free, of records whose first event is, and locks the first event
//! of each of these records; it skips records whose first event somebody else has locked. What is
//! leased is looked at again under the lock, so that of two claims that meet at a record one takes
//! it. All events that a claim means to take must still be as it saw them, or it takes none and
//! looks again: there is never a gap between those of one record.
//!
//! **Reading in order.** Places are given by a sequence, but commits that run at the same time
//! end in any order. Every commit says in an advisory lock, before it takes places, which place
//! was the last one given; a reader asks first for the last place, then for those locks, then
//! for events, and goes no further than the least of them. Whatever has a place up to there is
//! committed by then or never will be. (The transaction's identifier would not do: the one with
//! the lesser identifier may take the greater place and end first.)

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use deadpool_postgres::ClientWrapper;
use profilekit::store::{
    Address, Backlog, Claim, Delivery, Event, Outbox, Replay, Settled, Settlement, StoreError,
    StoredEvent,
};
use tokio_postgres::Row;

use crate::asked::{Asked, param};
use crate::batch::{Batch, Begun};
use crate::change::WAKE;
use crate::error::{store_error, unreadable};
use crate::row::{Param, column, count, most, only, unsigned, value};
use crate::store::PostgresStore;

const COLUMNS: &str = "o.sequence, o.tenant, o.kind, o.record, o.id, o.name, o.version, o.at, \
    o.data, CASE WHEN d.sequence IS NULL THEN o.delivery ELSE 0 END AS delivery, \
    coalesce(d.attempts, o.attempts) AS attempts, coalesce(d.due_at, o.at) AS due_at, \
    coalesce(d.error, o.error) AS error";

const LOG: &str = "outbox o LEFT JOIN deliveries d ON d.sequence = o.sequence";

/// Values: now, until, holder, most.
const CLAIM: &str = "WITH wanted AS MATERIALIZED ( \
        SELECT d.sequence, d.tenant, d.kind, d.record, first.sequence AS head \
        FROM deliveries d CROSS JOIN LATERAL ( \
            SELECT e.sequence, e.due_at, e.held_until FROM deliveries e \
            WHERE e.tenant = d.tenant AND e.kind = d.kind AND e.record = d.record \
            ORDER BY e.sequence LIMIT 1) first \
        WHERE d.due_at <= $1 AND d.held_until <= $1 \
        AND first.due_at <= $1 AND first.held_until <= $1 \
        ORDER BY d.sequence LIMIT $4 \
    ), places AS MATERIALIZED ( \
        SELECT head, tenant, kind, record, max(sequence) AS last, array_agg(sequence) AS sequences \
        FROM wanted GROUP BY 1, 2, 3, 4 \
    ), heads AS MATERIALIZED ( \
        SELECT p.* FROM places p JOIN deliveries d ON d.sequence = p.head \
        WHERE d.due_at <= $1 AND d.held_until <= $1 FOR UPDATE OF d SKIP LOCKED \
    ), ends AS ( \
        SELECT h.sequences, ( \
            SELECT min(e.sequence) FROM deliveries e \
            WHERE e.tenant = h.tenant AND e.kind = h.kind AND e.record = h.record \
            AND e.sequence < h.last AND NOT (e.due_at <= $1 AND e.held_until <= $1)) AS gap \
        FROM heads h \
    ), meant AS MATERIALIZED ( \
        SELECT s.sequence FROM ends e, unnest(e.sequences) AS s (sequence) \
        WHERE e.gap IS NULL OR s.sequence < e.gap \
    ), taken AS ( \
        UPDATE deliveries d SET holder = $3, held_until = $2 FROM meant m \
        WHERE d.sequence = m.sequence AND d.due_at <= $1 AND d.held_until <= $1 \
        RETURNING d.sequence, d.attempts, d.due_at, d.error \
    ) SELECT (SELECT count(*) FROM meant) AS meant, o.sequence, o.tenant, o.kind, o.record, o.id, \
    o.name, o.version, o.at, o.data, 0::bigint AS delivery, d.attempts, d.due_at, d.error \
    FROM taken d JOIN outbox o ON o.sequence = d.sequence";

/// While nobody has counted what waits, PostgreSQL would rather sort all of it than follow the
/// index and stop at the first few. A claim need not have reached the disk when it is used: after
/// a crash nobody holds it any more.
const IN_ORDER: &str = "SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off; \
    SET LOCAL synchronous_commit = off";

/// Values: holder; places, what became of them, tries, when they are due again, errors.
const SETTLE: &str = "WITH settled AS MATERIALIZED ( \
        SELECT * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[]) \
        AS n (sequence, delivery, tried, due_at, error) \
    ), gone AS ( \
        DELETE FROM deliveries d USING settled n \
        WHERE d.sequence = n.sequence AND d.holder = $1 AND n.delivery <> 0 \
        RETURNING d.sequence, n.delivery, d.attempts + n.tried AS attempts, \
        coalesce(n.error, d.error) AS error \
    ), noted AS ( \
        UPDATE outbox o SET delivery = g.delivery, attempts = g.attempts, error = g.error \
        FROM gone g WHERE o.sequence = g.sequence \
        AND (g.delivery, g.attempts, g.error) <> (1, 1, '') \
    ), kept AS ( \
        UPDATE deliveries d SET attempts = d.attempts + n.tried, \
        due_at = coalesce(n.due_at, d.due_at), error = coalesce(n.error, d.error), \
        holder = NULL, held_until = 0 FROM settled n \
        WHERE d.sequence = n.sequence AND d.holder = $1 AND n.delivery = 0 \
        RETURNING d.sequence \
    ) SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept) AS count";

const BACKLOG: &str = "SELECT (SELECT count(*) FROM deliveries) AS pending, \
    (SELECT count(*) FROM outbox WHERE delivery = 2) AS dead, \
    (SELECT count(*) FROM outbox) AS announced, \
    (SELECT min(at) FROM deliveries) AS oldest_at";

/// Whoever makes events wait again, and whoever forgets those that do not wait, is alone: nothing
/// waits that is forgotten.
const ALONE: &str = "SELECT pg_advisory_xact_lock('deliveries'::regclass::oid::int, 0)";

/// Values: now, and those of what is meant.
const AGAIN: &str = "WITH again AS ( \
        INSERT INTO deliveries (sequence, tenant, kind, record, at, due_at) \
        SELECT o.sequence, o.tenant, o.kind, o.record, o.at, $1 FROM outbox o \
        WHERE NOT EXISTS (SELECT FROM deliveries d WHERE d.sequence = o.sequence)";

const AGAIN_NOTED: &str = "RETURNING sequence \
    ), noted AS ( \
        UPDATE outbox o SET delivery = 1, attempts = 1, error = '' FROM again a \
        WHERE o.sequence = a.sequence AND (o.delivery, o.attempts, o.error) <> (1, 1, '') \
    ) SELECT count(*) AS count FROM again";

const FORGET: &str = "WITH forgotten AS ( \
        DELETE FROM outbox o WHERE o.at < $1 AND o.delivery = 1 \
        AND NOT EXISTS (SELECT FROM deliveries d WHERE d.sequence = o.sequence) RETURNING 1 \
    ) SELECT count(*) AS count FROM forgotten";

const LAST: &str = "SELECT last_value FROM outbox_sequence_seq";

const UNDER_WAY: &str = "SELECT objid::bigint AS place FROM pg_locks \
    WHERE locktype = 'advisory' AND classid = 'outbox'::regclass AND objsubid = 2 \
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

fn read(row: &Row) -> Result<StoredEvent, StoreError> {
    let delivery = Delivery::from_number(value(row, "delivery")?);
    Ok(StoredEvent {
        sequence: value(row, "sequence")?,
        event: event(row)?,
        delivery: delivery.ok_or_else(|| unreadable("delivery"))?,
        attempts: unsigned(row, "attempts")?,
        due_at: value(row, "due_at")?,
        error: value(row, "error")?,
    })
}

fn event(row: &Row) -> Result<Event, StoreError> {
    Ok(Event {
        id: value(row, "id")?,
        name: value(row, "name")?,
        address: Address {
            tenant: value(row, "tenant")?,
            kind: value(row, "kind")?,
            id: value(row, "record")?,
        },
        version: value(row, "version")?,
        at: value(row, "at")?,
        data: value(row, "data")?,
    })
}

/// Looks at how many rows a statement counted.
type Note<'p> = Box<dyn FnOnce(&[Row]) -> Result<(), StoreError> + Send + 'p>;

/// What a claim gave.
enum Claimed {
    Events(Vec<StoredEvent>),
    /// An event was settled or taken on since it was seen.
    Moved,
}

/// Looks at what was taken: all that was meant, or none of it.
fn claimed(rows: &[Row]) -> Result<Claimed, StoreError> {
    let meant = rows.first().map(|row| unsigned(row, "meant"));
    let meant: usize = meant.transpose()?.unwrap_or(0);
    if meant != rows.len() {
        return Ok(Claimed::Moved);
    }
    let events = rows.iter().map(read).collect::<Result<_, _>>();
    let mut events: Vec<StoredEvent> = events?;
    events.sort_unstable_by_key(|stored| stored.sequence);
    Ok(Claimed::Events(events))
}

async fn claim_once(client: &ClientWrapper, claim: &Claim) -> Result<Claimed, StoreError> {
    let params = vec![
        param(claim.now),
        param(claim.until),
        param(&claim.holder),
        param(most(claim.limit)),
    ];
    let mut batch = Batch::default();
    batch.begin();
    batch.plain(IN_ORDER);
    batch.add(CLAIM, params);
    let claimed = claimed(&batch.send(client).await?)?;
    let end = match claimed {
        Claimed::Events(_) => "COMMIT",
        Claimed::Moved => "ROLLBACK",
    };
    client.batch_execute(end).await.map_err(store_error)?;
    Ok(claimed)
}

/// The columns of [`SETTLE`] for what became of an event: delivery, tries, due, error.
type Became<'s> = (Delivery, i64, Option<i64>, Option<&'s str>);

fn became(settled: &Settled) -> Became<'_> {
    match &settled.how {
        Settlement::Delivered => (Delivery::Delivered, 1, None, None),
        Settlement::Released => (Delivery::Pending, 0, None, None),
        Settlement::Retry { due_at, error } => {
            (Delivery::Pending, 1, Some(*due_at), Some(error.as_str()))
        }
        Settlement::Dead { error } => (Delivery::Dead, 1, None, Some(error.as_str())),
    }
}

/// The last place behind which nothing can appear any more, given the last one that was given
/// and what transactions under way said, of which the lowest 31 bits are kept.
fn horizon(last: i64, under_way: &[i64]) -> i64 {
    const BITS: i64 = 1 << 31;
    let behind = under_way
        .iter()
        .map(|place| (last - place).rem_euclid(BITS));
    // One that is ahead took nothing up to `last`.
    let behind = behind.filter(|behind| *behind < BITS / 2);
    last.saturating_sub(behind.max().unwrap_or(0))
}

impl PostgresStore {
    async fn horizon(&self) -> Result<i64, StoreError> {
        let last: i64 = only(&self.rows(LAST, &[]).await?)?;
        let rows = self.rows(UNDER_WAY, &[]).await?;
        let places = rows.iter().map(|row| value(row, "place"));
        let places: Vec<i64> = places.collect::<Result<_, _>>()?;
        Ok(horizon(last, &places))
    }

    /// Makes a change in a transaction of its own, which says how many rows it is about.
    async fn counted<'p>(
        &self,
        add: impl FnOnce(&mut Batch<'p>, Note<'p>),
    ) -> Result<u64, StoreError> {
        let found = Arc::new(AtomicU64::new(0));
        let mut batch = Batch::default();
        batch.begin();
        let counted = Arc::clone(&found);
        add(
            &mut batch,
            Box::new(move |rows| {
                let count: i64 = only(rows)?;
                counted.store(count.unsigned_abs(), Ordering::Relaxed);
                Ok(())
            }),
        );
        batch.plain("COMMIT");
        let begun = Begun::on(self.client().await?);
        let sent = batch.send(begun.client()?).await;
        begun.end(sent.is_ok()).await;
        sent?;
        Ok(found.load(Ordering::Relaxed))
    }

    /// Events that meet a condition, in order.
    async fn events_where<const N: usize>(
        &self,
        condition: &str,
        params: [Param<'_>; N],
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let query = format!("SELECT {COLUMNS} FROM {LOG} WHERE TRUE");
        let mut asked = Asked::new(query, Vec::new());
        asked.and(condition, params);
        asked.end("ORDER BY o.sequence", limit);
        let rows = asked.of(self).await?;
        rows.iter().map(read).collect()
    }
}

#[async_trait]
impl Outbox for PostgresStore {
    async fn claim(&self, claim: &Claim) -> Result<Vec<StoredEvent>, StoreError> {
        self.listener.looked();
        loop {
            let begun = Begun::on(self.client().await?);
            let claimed = claim_once(begun.client()?, claim).await;
            begun.end(claimed.is_ok()).await;
            if let Claimed::Events(events) = claimed? {
                return Ok(events);
            }
        }
    }

    async fn settle(&self, holder: &str, settled: &[Settled]) -> Result<usize, StoreError> {
        let mut settled: Vec<&Settled> = settled.iter().collect();
        settled.sort_by_key(|one| one.sequence);
        let params = [
            param(holder),
            column(&settled, |one| one.sequence),
            column(&settled, |one| became(one).0.number()),
            column(&settled, |one| became(one).1),
            column(&settled, |one| became(one).2),
            column(&settled, |one| became(one).3),
        ];
        self.counted(|batch, note| batch.check(SETTLE, params.into(), note))
            .await
            .map(count)
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        let rows = self.rows(BACKLOG, &[]).await?;
        let row = rows.first().ok_or_else(|| unreadable("backlog"))?;
        let (pending, dead): (u64, u64) = (unsigned(row, "pending")?, unsigned(row, "dead")?);
        let announced: u64 = unsigned(row, "announced")?;
        Ok(Backlog {
            pending,
            dead,
            oldest_at: value(row, "oldest_at")?,
            delivered: announced.saturating_sub(dead).saturating_sub(pending),
        })
    }

    async fn events(
        &self,
        tenant: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let range = [param(after), param(self.horizon().await?)];
        match tenant {
            None => {
                let condition = "o.sequence > $ AND o.sequence <= $";
                self.events_where(condition, range, limit).await
            }
            Some(tenant) => {
                let condition = "o.sequence > $ AND o.sequence <= $ AND o.tenant = $";
                let [after, until] = range;
                let params = [after, until, param(tenant)];
                self.events_where(condition, params, limit).await
            }
        }
    }

    async fn dead(&self, after: i64, limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
        let condition = "o.sequence > $ AND o.delivery = 2";
        self.events_where(condition, [param(after)], limit).await
    }

    async fn replay(&self, which: Replay<'_>, now: i64) -> Result<u64, StoreError> {
        let (condition, mut params): (&str, Vec<Param<'_>>) = match which {
            Replay::Dead => ("o.delivery = 2", vec![]),
            Replay::Between(from, until) => {
                ("o.at >= $2 AND o.at < $3", vec![param(from), param(until)])
            }
            Replay::Places(first, last) => (
                "o.sequence BETWEEN $2 AND $3",
                vec![param(first), param(last)],
            ),
            Replay::Event(id) => ("o.id = $2", vec![param(id)]),
        };
        params.insert(0, param(now));
        let statement = format!("{AGAIN} AND {condition} {AGAIN_NOTED}");
        let count = self.counted(|batch, note| {
            batch.add(ALONE, Vec::new());
            batch.check(statement, params, note);
        });
        let count = count.await?;
        let client = self.client().await?;
        client.batch_execute(WAKE).await.map_err(store_error)?;
        Ok(count)
    }

    async fn forget_delivered(&self, before: i64) -> Result<u64, StoreError> {
        self.counted(|batch, note| {
            batch.add(ALONE, Vec::new());
            batch.check(FORGET, vec![param(before)], note);
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::horizon;

    #[test]
    fn nothing_is_shown_behind_what_is_under_way() {
        assert_eq!(horizon(50, &[]), 50);
        assert_eq!(horizon(50, &[50, 47, 49]), 47);
        assert_eq!(
            horizon(50, &[52]),
            50,
            "it began after the last place was asked for"
        );
        let round = 1 << 31;
        assert_eq!(horizon(3 * round + 5, &[4]), 3 * round + 4);
        assert_eq!(horizon(3 * round + 5, &[round - 1]), 3 * round - 1);
        assert_eq!(horizon(3 * round - 1, &[1]), 3 * round - 1);
    }
}
