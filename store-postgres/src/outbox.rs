//! Delivering events.
//!
//! **Claims.** A claim locks the first waiting event of each record that it takes on and skips
//! records whose first event somebody else has locked. What is leased is looked at again under
//! the lock, so that of two claims that meet at a record one takes it. All events that a claim
//! means to take must still be as it saw them, or it takes none and looks again: there is never
//! a gap between those of one record.
//!
//! **Reading in order.** Places are given by a sequence, but commits that run at the same time
//! end in any order. Every commit says in an advisory lock, before it takes places, which place
//! was the last one given; a reader asks first for the last place, then for those locks, then
//! for events, and goes no further than the least of them. Whatever has a place up to there is
//! committed by then or never will be. (The transaction's identifier would not do: the one with
//! the lesser identifier may take the greater place and end first.)

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
use crate::row::{Param, column, count, most, unsigned, value};
use crate::store::PostgresStore;

const COLUMNS: &str = "sequence, tenant, kind, record, id, name, version, at, data, delivery, \
    attempts, due_at, error";

/// Values: now, until, holder, most.
const CLAIM: &str = "WITH heads AS MATERIALIZED ( \
        SELECT o.tenant, o.kind, o.record FROM outbox o \
        WHERE o.delivery = 0 AND o.due_at <= $1 AND o.held_until <= $1 AND o.sequence = ( \
            SELECT e.sequence FROM outbox e WHERE e.delivery = 0 \
            AND e.tenant = o.tenant AND e.kind = o.kind AND e.record = o.record \
            ORDER BY e.sequence LIMIT 1) \
        ORDER BY o.sequence LIMIT $4 FOR UPDATE SKIP LOCKED \
    ), waiting AS ( \
        SELECT e.sequence, bool_and(e.due_at <= $1 AND e.held_until <= $1) OVER ( \
            PARTITION BY h.tenant, h.kind, h.record ORDER BY e.sequence) AS free \
        FROM heads h CROSS JOIN LATERAL ( \
            SELECT sequence, due_at, held_until FROM outbox e WHERE e.delivery = 0 \
            AND e.tenant = h.tenant AND e.kind = h.kind AND e.record = h.record \
            ORDER BY e.sequence LIMIT $4) e \
    ), meant AS MATERIALIZED ( \
        SELECT sequence FROM waiting WHERE free ORDER BY sequence LIMIT $4 \
    ), taken AS ( \
        UPDATE outbox o SET holder = $3, held_until = $2 FROM meant m \
        WHERE o.sequence = m.sequence AND o.delivery = 0 AND o.due_at <= $1 AND o.held_until <= $1 \
        RETURNING o.* \
    ) SELECT (SELECT count(*) FROM meant) AS meant, taken.* FROM taken ORDER BY sequence";

/// While nobody has counted what waits, PostgreSQL would rather sort all of it than follow the
/// index and stop at the first few.
const IN_ORDER: &str = "SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off";

const SETTLE: &str = "UPDATE outbox o SET delivery = n.delivery, attempts = o.attempts + n.tried, \
    due_at = coalesce(n.due_at, o.due_at), error = coalesce(n.error, o.error), \
    holder = NULL, held_until = 0 \
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[]) \
    AS n (sequence, delivery, tried, due_at, error) \
    WHERE o.sequence = n.sequence AND o.holder = $1 AND o.delivery = 0";

const BACKLOG: &str = "SELECT (SELECT count(*) FROM outbox WHERE delivery = 0) AS pending, \
    (SELECT count(*) FROM outbox WHERE delivery = 2) AS dead, \
    (SELECT count(*) FROM outbox WHERE delivery <> 0) AS settled, \
    (SELECT min(at) FROM outbox WHERE delivery = 0) AS oldest_at";

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
    let events = rows.iter().map(read).collect::<Result<_, _>>()?;
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
        let last: i64 = crate::row::only(&self.rows(LAST, &[]).await?)?;
        let rows = self.rows(UNDER_WAY, &[]).await?;
        let places = rows.iter().map(|row| value(row, "place"));
        let places: Vec<i64> = places.collect::<Result<_, _>>()?;
        Ok(horizon(last, &places))
    }

    /// Events that meet a condition, in order.
    async fn events_where<const N: usize>(
        &self,
        condition: &str,
        params: [Param<'_>; N],
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let query = format!("SELECT {COLUMNS} FROM outbox WHERE TRUE");
        let mut asked = Asked::new(query, Vec::new());
        asked.and(condition, params);
        asked.end("ORDER BY sequence", limit);
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
        Ok(count(self.change(SETTLE, &params).await?))
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        let rows = self.rows(BACKLOG, &[]).await?;
        let row = rows.first().ok_or_else(|| unreadable("backlog"))?;
        let (dead, settled): (u64, u64) = (unsigned(row, "dead")?, unsigned(row, "settled")?);
        Ok(Backlog {
            pending: unsigned(row, "pending")?,
            dead,
            oldest_at: value(row, "oldest_at")?,
            delivered: settled.saturating_sub(dead),
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
                let condition = "sequence > $ AND sequence <= $";
                self.events_where(condition, range, limit).await
            }
            Some(tenant) => {
                let condition = "sequence > $ AND sequence <= $ AND tenant = $";
                let [after, until] = range;
                let params = [after, until, param(tenant)];
                self.events_where(condition, params, limit).await
            }
        }
    }

    async fn dead(&self, after: i64, limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
        let condition = "sequence > $ AND delivery = 2";
        self.events_where(condition, [param(after)], limit).await
    }

    async fn replay(&self, which: Replay<'_>, now: i64) -> Result<u64, StoreError> {
        let (condition, mut params): (&str, Vec<Param<'_>>) = match which {
            Replay::Dead => ("delivery = 2", vec![]),
            Replay::Between(from, until) => {
                ("at >= $2 AND at < $3", vec![param(from), param(until)])
            }
            Replay::Places(first, last) => (
                "sequence BETWEEN $2 AND $3",
                vec![param(first), param(last)],
            ),
            Replay::Event(id) => ("id = $2", vec![param(id)]),
        };
        params.insert(0, param(now));
        let statement = format!(
            "UPDATE outbox SET delivery = 0, attempts = 0, due_at = $1, error = '' \
             WHERE delivery <> 0 AND {condition}"
        );
        let count = self.change(&statement, &params).await?;
        self.rows(WAKE, &[]).await?;
        Ok(count)
    }

    async fn forget_delivered(&self, before: i64) -> Result<u64, StoreError> {
        let statement = "DELETE FROM outbox WHERE delivery = 1 AND delivery <> 0 AND at < $1";
        self.change(statement, &[param(before)]).await
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
