//! Events of a commit.

use profilekit::store::{Commit, Event};

use crate::batch::Batch;
use crate::place::columns;
use crate::row::{Param, column};

/// Says, until the transaction is over, which places were given before it takes its own: who
/// reads events in order goes no further (see [`crate::outbox`]).
const BEGIN: &str = "SELECT pg_advisory_xact_lock_shared('outbox'::regclass::oid::int, \
    (last_value % 2147483648)::int) FROM outbox_sequence_seq";

const ANNOUNCE: &str = "INSERT INTO outbox \
    (tenant, kind, record, id, name, version, at, due_at, data) \
    SELECT tenant, kind, record, id, name, version, at, at, data \
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], \
    $7::bigint[], $8::text[]) WITH ORDINALITY \
    AS n (tenant, kind, record, id, name, version, at, data, place) ORDER BY place";

/// Wakes who waits for events. Sent behind the end of the transaction: within it, PostgreSQL
/// lets only one commit at a time pass to the disk.
pub(crate) const WAKE: &str = "SELECT pg_notify('profilekit', current_schema())";

/// Writes events. Their records are locked by now, so that the places of a record's events stand
/// in the order of its commits.
pub(super) fn announce<'c>(batch: &mut Batch<'c>, commit: &'c Commit) {
    let of_records = commit.writes.iter().flat_map(|write| &write.events);
    let events: Vec<&Event> = of_records.chain(&commit.events).collect();
    if !events.is_empty() {
        batch.add(BEGIN, Vec::new());
        batch.add(ANNOUNCE, params(&events));
    }
}

fn params<'c>(events: &[&'c Event]) -> Vec<Param<'c>> {
    let at: Vec<_> = events.iter().map(|event| &event.address).collect();
    let mut params = columns(&at);
    params.extend([
        column(events, |event| event.id.as_str()),
        column(events, |event| event.name.as_str()),
        column(events, |event| event.version),
        column(events, |event| event.at),
        column(events, |event| event.data.as_str()),
    ]);
    params
}
