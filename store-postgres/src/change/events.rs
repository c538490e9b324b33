//! Events of a commit.

use profilekit::store::{Commit, Event};

use crate::batch::Batch;
use crate::place::{self, columns};
use crate::row::{Param, column};

/// Says first, until the transaction is over, which places were given before it takes its own: who
/// reads events in order goes no further (see [`crate::outbox`]).
const ANNOUNCE: &str = "INSERT INTO outbox \
    (tenant, kind, record, id, name, version, at, data) \
    WITH said AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared( \
    'outbox'::regclass::oid::int, (last_value % 2147483648)::int) FROM outbox_sequence_seq) \
    SELECT tenant, kind, record, id, name, version, at, data FROM said, \
    unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], \
    $7::bigint[], $8::text[]) WITH ORDINALITY \
    AS n (tenant, kind, record, id, name, version, at, data, place) ORDER BY place \
    RETURNING sequence, tenant, kind, record, at";

/// [`ANNOUNCE`] of one event.
const ANNOUNCE_ONE: &str = "INSERT INTO outbox \
    (tenant, kind, record, id, name, version, at, data) \
    WITH said AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared( \
    'outbox'::regclass::oid::int, (last_value % 2147483648)::int) FROM outbox_sequence_seq) \
    SELECT $1::text, $2::text, $3::text, $4::text, $5::text, $6::bigint, $7::bigint, $8::text \
    FROM said RETURNING sequence, tenant, kind, record, at";

const WAIT: &str = "INSERT INTO deliveries (sequence, tenant, kind, record, at, due_at) \
    SELECT sequence, tenant, kind, record, at, at FROM announced";

/// Wakes who waits for events. Sent behind the end of the transaction: within it, PostgreSQL
/// lets only one commit at a time pass to the disk. A transaction of its own, which nobody waits
/// for the disk to have: who is not woken after a crash looks by himself.
pub(crate) const WAKE: &str = "SET LOCAL synchronous_commit = off; \
    SELECT pg_notify('profilekit', current_schema())";

/// Writes events. Their records are locked by now, or are replaced by the same statement, which
/// fails where somebody else changed one meanwhile: the places of a record's events stand in the
/// order of its commits.
pub(super) fn announce<'c>(batch: &mut Batch<'c>, commit: &'c Commit) {
    let of_records = commit.writes.iter().flat_map(|write| &write.events);
    let events: Vec<&Event> = of_records.chain(&commit.events).collect();
    match events.as_slice() {
        [] => return,
        [event] => batch.join_as("announced", ANNOUNCE_ONE, params_of(event)),
        _ => batch.join_as("announced", ANNOUNCE, params(&events)),
    }
    batch.join(WAIT, Vec::new());
}

fn params_of(event: &Event) -> Vec<Param<'_>> {
    let mut params = place::params(&event.address);
    let more: [Param<'_>; 5] = [
        Box::new(&event.id),
        Box::new(&event.name),
        Box::new(event.version),
        Box::new(event.at),
        Box::new(&event.data),
    ];
    params.extend(more);
    params
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
