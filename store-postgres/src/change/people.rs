//! Members, kept answers, deliveries and the access log of a commit.

use std::collections::BTreeMap;

use profilekit::privacy::Digest;
use profilekit::store::{
    Commit, Consent, Member, Received, Remembered, StoreError, StoredRecord, WriteMode,
};
use tokio_postgres::Row;

use crate::access_log;
use crate::batch::Batch;
use crate::row::{Param, column, list, value};

/// What is held of people stands in places of them, so that a commit about thousands holds no
/// thousands of locks.
const PLACES: u8 = 64;

const HOLD: &str = "SELECT CASE WHEN n.alone \
    THEN pg_advisory_xact_lock('members'::regclass::oid::int, n.place) \
    ELSE pg_advisory_xact_lock_shared('members'::regclass::oid::int, n.place) END \
    FROM unnest($1::int[], $2::boolean[]) AS n (place, alone)";

const LOCK: &str = "SELECT m.tenant, m.person, m.version FROM members m \
    JOIN unnest($1::text[], $2::text[]) AS n (tenant, person) \
    ON (m.tenant, m.person) = (n.tenant, n.person) ORDER BY m.tenant, m.person FOR UPDATE OF m";

const JOIN: &str = "INSERT INTO members (tenant, person, roles, persona, version, updated_at, \
    roles_at) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], \
    $6::bigint[], $7::bigint[]) ON CONFLICT DO NOTHING RETURNING person";

const CHANGE: &str = "UPDATE members m SET roles = n.roles, persona = n.persona, \
    version = n.version, updated_at = n.updated_at, roles_at = n.roles_at \
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], \
    $7::bigint[]) AS n (tenant, person, roles, persona, version, updated_at, roles_at) \
    WHERE (m.tenant, m.person) = (n.tenant, n.person) AND m.version = n.version - 1";

const GIVE_ROLES: &str = "UPDATE records r SET owner_roles = n.roles \
    FROM unnest($1::text[], $2::text[], $3::text[]) AS n (tenant, person, roles) \
    WHERE (r.tenant, r.owner) = (n.tenant, n.person) AND r.owner_roles <> n.roles";

const AGREE: &str = "INSERT INTO consents (tenant, person, id, purpose, source, given, at, text) \
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], \
    $6::boolean[], $7::bigint[], $8::text[])";

const REMEMBER: &str = "INSERT INTO remembered (tenant, actor, key, request, answer, at) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING at";

const RECEIVE: &str = "INSERT INTO received (source, id, at) VALUES ($1, $2, $3) \
    ON CONFLICT DO NOTHING RETURNING at";

/// Holds whose roles change, and who becomes the owner of a new record, until the transaction is
/// over: new roles reach every record that was made before them, and a record that is made
/// behind them gets the new ones. A lock on the member would not do: there may be none yet.
///
/// It comes before every other lock, and places are in order.
pub(super) fn hold<'c>(batch: &mut Batch<'c>, commit: &'c Commit) {
    let new = commit.writes.iter();
    let new = new.filter(|write| write.how == WriteMode::Insert);
    let owners = new.filter_map(|write| owner(&write.record));
    let mut held: BTreeMap<i32, bool> = owners.map(|place| (place, false)).collect();
    let members = commit.members.iter();
    held.extend(members.map(|member| (place(&member.tenant, &member.user), true)));
    if held.is_empty() {
        return;
    }
    let (places, alone): (Vec<i32>, Vec<bool>) = held.into_iter().unzip();
    batch.add(HOLD, vec![Box::new(places), Box::new(alone)]);
}

fn owner(record: &StoredRecord) -> Option<i32> {
    let owner = record.owner.as_ref()?;
    Some(place(&record.address.tenant, owner))
}

fn place(tenant: &str, person: &str) -> i32 {
    let hash = Digest::of_parts([tenant, person]);
    let first = hash.as_bytes().first().copied();
    i32::from(first.unwrap_or_default() % PLACES)
}

/// Notes who agreed to what, and who saw what.
pub(super) fn note<'c>(batch: &mut Batch<'c>, commit: &'c Commit) {
    if !commit.consents.is_empty() {
        batch.join(AGREE, consents(&commit.consents));
    }
    if !commit.accesses.is_empty() {
        batch.join(access_log::ADD, access_log::params(&commit.accesses));
    }
}

/// Whether [`write`] has something to do.
pub(super) fn writes(commit: &Commit) -> bool {
    !commit.members.is_empty() || commit.remembered.is_some() || commit.received.is_some()
}

/// Writes members, and what happens only once: an answer, a delivery.
pub(super) fn write<'c>(batch: &mut Batch<'c>, commit: &'c Commit) {
    members(batch, &commit.members);
    if let Some(answer) = &commit.remembered {
        remember(batch, answer);
    }
    if let Some(delivery) = &commit.received {
        receive(batch, delivery);
    }
}

fn members<'c>(batch: &mut Batch<'c>, members: &'c [Member]) {
    if members.is_empty() {
        return;
    }
    let mut members: Vec<&Member> = members.iter().collect();
    members.sort();
    let all = members.clone();
    batch.check(LOCK, places(&all), move |rows| are_current(&all, rows));
    let (new, known): (Vec<&Member>, Vec<&Member>) =
        members.iter().partition(|member| member.version == 1);
    let count = new.len();
    batch.check(JOIN, params(&new), move |rows| are_new(rows, count));
    batch.add(CHANGE, params(&known));
    let mut roles = places(&members);
    roles.push(column(&members, |member| list(&member.roles)));
    batch.add(GIVE_ROLES, roles);
}

fn consents(consents: &[Consent]) -> Vec<Param<'_>> {
    let consents: Vec<&Consent> = consents.iter().collect();
    vec![
        column(&consents, |consent| consent.tenant.as_str()),
        column(&consents, |consent| consent.user.as_str()),
        column(&consents, |consent| consent.id.as_str()),
        column(&consents, |consent| consent.purpose.as_str()),
        column(&consents, |consent| consent.source.as_str()),
        column(&consents, |consent| consent.given),
        column(&consents, |consent| consent.at),
        column(&consents, |consent| consent.text.as_str()),
    ]
}

fn places<'c>(members: &[&'c Member]) -> Vec<Param<'c>> {
    vec![
        column(members, |member| member.tenant.as_str()),
        column(members, |member| member.user.as_str()),
    ]
}

fn params<'c>(members: &[&'c Member]) -> Vec<Param<'c>> {
    let mut params = places(members);
    params.extend([
        column(members, |member| list(&member.roles)),
        column(members, |member| member.persona.as_deref()),
        column(members, |member| member.version),
        column(members, |member| member.updated_at),
        column(members, |member| member.roles_at),
    ]);
    params
}

fn are_current(members: &[&Member], rows: &[Row]) -> Result<(), StoreError> {
    for member in members {
        let mut current = 0;
        for row in rows {
            let at: (&str, &str) = (value(row, "tenant")?, value(row, "person")?);
            if at == (member.tenant.as_str(), member.user.as_str()) {
                current = value(row, "version")?;
            }
        }
        if current != member.version.saturating_sub(1) {
            return Err(StoreError::Conflict { current });
        }
    }
    Ok(())
}

/// Refuses a new member who became one since the members were locked.
fn are_new(rows: &[Row], count: usize) -> Result<(), StoreError> {
    if rows.len() == count {
        return Ok(());
    }
    Err(StoreError::Conflict { current: 1 })
}

fn remember<'c>(batch: &mut Batch<'c>, answer: &'c Remembered) {
    let params: Vec<Param<'c>> = vec![
        Box::new(&answer.tenant),
        Box::new(&answer.actor),
        Box::new(&answer.key),
        Box::new(answer.request.as_bytes()),
        Box::new(&answer.answer),
        Box::new(answer.at),
    ];
    batch.check(REMEMBER, params, |rows| is_new(rows, "idempotency_key"));
}

fn receive<'c>(batch: &mut Batch<'c>, delivery: &'c Received) {
    let Received { source, id, at } = delivery;
    let params: Vec<Param<'c>> = vec![Box::new(source), Box::new(id), Box::new(at)];
    batch.check(RECEIVE, params, |rows| is_new(rows, "delivery"));
}

fn is_new(rows: &[Row], what: &str) -> Result<(), StoreError> {
    if rows.is_empty() {
        let what = what.to_owned();
        return Err(StoreError::UniqueViolation { what });
    }
    Ok(())
}
