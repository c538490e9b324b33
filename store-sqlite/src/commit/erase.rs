//! Taking away what is known of a person, besides what happens to their records.

use profilekit::store::{Address, Erasure, Treated, Treatment};
use rusqlite::{Connection, params};

use crate::account::FILED_TOGETHER;
use crate::fault::Outcome;

/// Takes it away, and keeps that it was.
pub(super) fn erase(connection: &Connection, erasure: &Erasure) -> Outcome<()> {
    let person = [&*erasure.tenant, &*erasure.person];
    for sql in OF_PERSON {
        connection.prepare_cached(sql)?.execute(person)?;
    }
    for treated in &erasure.records {
        let Address { tenant, kind, id } = &treated.address;
        let mut empty = connection.prepare_cached(SETTLED_EVENTS)?;
        empty.execute(params![tenant, kind, id, treated.empties_events()])?;
        if *tenant == erasure.tenant && treated.forgets_details() {
            let mut empty = connection.prepare_cached(FILED_LINKS)?;
            empty.execute([tenant, kind, id])?;
        }
    }
    let records = treated(&erasure.records, |_| true);
    for sql in [PENDING_EVENTS, NEW_EVENTS] {
        connection.prepare_cached(sql)?.execute([&records])?;
    }
    connection.prepare_cached(LOOSE_LINKS)?.execute(params![
        person[0],
        person[1],
        treated(&erasure.records, Treated::forgets_details),
        FILED_TOGETHER
    ])?;
    let sql = "INSERT INTO erasures (at, id, tenant, person, extent, records)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    connection.prepare_cached(sql)?.execute(params![
        erasure.at,
        erasure.id,
        erasure.tenant,
        erasure.person,
        erasure.extent.word(),
        records
    ])?;
    Ok(())
}

/// Everything that names the person in a place with an index.
const OF_PERSON: [&str; 11] = [
    "DELETE FROM members WHERE tenant = ?1 AND user = ?2",
    "DELETE FROM consents WHERE tenant = ?1 AND user = ?2",
    "DELETE FROM marks WHERE tenant = ?1 AND user = ?2",
    "DELETE FROM remembered WHERE tenant = ?1 AND actor = ?2",
    "DELETE FROM accesses WHERE tenant = ?1 AND owner = ?2",
    "DELETE FROM accesses WHERE tenant = ?1 AND viewer = ?2 AND viewer <> ''",
    "DELETE FROM accesses WHERE tenant = ?1 AND behalf = ?2 AND behalf <> ''",
    "UPDATE authors SET name = '' WHERE tenant = ?1 AND name = ?2 AND name <> ''",
    "UPDATE links SET salt = NULL, actor = NULL, behalf = NULL, about = NULL
     WHERE filed = 1 AND tenant = ?1 AND actor = ?2",
    "UPDATE links SET salt = NULL, actor = NULL, behalf = NULL, about = NULL
     WHERE filed = 1 AND tenant = ?1 AND behalf = ?2 AND behalf <> ''",
    "UPDATE links SET salt = NULL, actor = NULL, behalf = NULL, about = NULL
     WHERE filed = 1 AND tenant = ?1 AND about = ?2 AND about <> ''",
];

const FILED_LINKS: &str = "UPDATE links SET salt = NULL, actor = NULL, behalf = NULL, about = NULL
    WHERE filed = 1 AND tenant = ?1 AND kind = ?2 AND record = ?3";

const LOOSE_LINKS: &str = "UPDATE links SET salt = NULL, actor = NULL, behalf = NULL, about = NULL
    WHERE filed = 0 AND number > (SELECT MAX(number) FROM links) - ?4 AND tenant = ?1
        AND (actor = ?2 OR behalf = ?2 OR about = ?2 OR (tenant, kind, record) IN (
            SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?3)))";

const SETTLED_EVENTS: &str = "WITH RECURSIVE blocks (block) AS (
        SELECT MIN(sequence) / 2048 FROM events
        UNION ALL SELECT block + 1 FROM blocks
        WHERE block < (SELECT MAX(sequence) / 2048 FROM events))
    UPDATE events SET data = CASE WHEN ?4 THEN '{}' ELSE data END, error = ''
    WHERE sequence IN (
        SELECT e.sequence FROM blocks CROSS JOIN events e INDEXED BY events_settled_by_block
        WHERE e.sequence / 2048 = block AND e.record = ?3 AND e.delivery > 0
            AND e.delivery IN (1, 2) AND e.tenant = ?1 AND e.kind = ?2)";

/// What is announced of a record that only loses a name says nothing about the person.
const PENDING_EVENTS: &str = "UPDATE events SET error = '', data = CASE
        WHEN (tenant, kind, record, 'unname') IN (
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?1))
        THEN data ELSE '{}' END
    WHERE delivery = 0 AND (tenant, kind, record) IN (
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1))";

const NEW_EVENTS: &str = "UPDATE events SET error = '', data = CASE
        WHEN (tenant, kind, record, 'unname') IN (
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?1))
        THEN data ELSE '{}' END
    WHERE delivery = -1 AND sequence > (SELECT MAX(sequence) FROM events) - 256
        AND (tenant, kind, record) IN (
            SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1))";

/// Records with what became of them as JSON: lists of tenant, kind, identifier and a word.
fn treated(records: &[Treated], which: impl Fn(&Treated) -> bool) -> String {
    let records = records.iter().filter(|treated| which(treated));
    let texts = records.map(|Treated { address, how }| {
        let Address { tenant, kind, id } = address;
        let mut parts = vec![tenant.clone(), kind.clone(), id.clone()];
        parts.extend(how.map(|how| how.word().to_owned()));
        crate::column::list(&parts).into_owned()
    });
    format!("[{}]", texts.collect::<Vec<_>>().join(","))
}

/// Reads records with what became of them.
pub(super) fn read_treated(text: &str) -> Option<Vec<Treated>> {
    let parts: Vec<Vec<String>> = serde_json::from_str(text).ok()?;
    let read = |parts: Vec<String>| {
        let mut parts = parts.into_iter();
        let mut next = || parts.next();
        let (tenant, kind, id) = (next()?, next()?, next()?);
        let how = match next() {
            Some(word) => Some(Treatment::of_word(&word)?),
            None => None,
        };
        let address = Address { tenant, kind, id };
        Some(Treated { address, how })
    };
    parts.into_iter().map(read).collect()
}
