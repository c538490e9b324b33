//! The erasure of a commit.

use profilekit::store::{Address, Erasure, Treated};

use crate::batch::Batch;
use crate::place::{columns, to_parts};
use crate::row::Param;

const LEAVE: &str = "DELETE FROM members WHERE tenant = $1 AND person = $2";

const FORGET_CONSENTS: &str = "DELETE FROM consents WHERE tenant = $1 AND person = $2";

const FORGET_ANSWERS: &str = "DELETE FROM remembered WHERE tenant = $1 AND actor = $2";

const FORGET_MARKS: &str = "DELETE FROM marks WHERE tenant = $1 AND person = $2";

const FORGET_ACCESSES: &str = "DELETE FROM accesses WHERE tenant = $1 \
    AND (owner = $2 OR viewer = $2 OR (behalf = $2 AND behalf <> ''))";

const EMPTY_DETAILS: &str = "UPDATE links SET salt = NULL, actor = NULL, behalf = NULL, \
    about = NULL WHERE tenant = $1 AND salt IS NOT NULL \
    AND (actor = $2 OR (behalf = $2 AND behalf <> '') OR (about = $2 AND about <> ''))";

const EMPTY_DETAILS_OF_RECORDS: &str = "UPDATE links l SET salt = NULL, actor = NULL, \
    behalf = NULL, about = NULL \
    FROM unnest($2::text[], $3::text[], $4::text[]) AS n (tenant, kind, id) \
    WHERE n.tenant = $1 AND (l.tenant, l.kind, l.record) = (n.tenant, n.kind, n.id) \
    AND l.salt IS NOT NULL";

const EMPTY_EVENTS: &str = "UPDATE outbox o SET data = '{}' \
    FROM unnest($1::text[], $2::text[], $3::text[]) AS n (tenant, kind, id) \
    WHERE (o.tenant, o.kind, o.record) = (n.tenant, n.kind, n.id)";

const EMPTY_OLD_ERRORS: &str = "UPDATE outbox o SET error = '' \
    FROM unnest($1::text[], $2::text[], $3::text[]) AS n (tenant, kind, id) \
    WHERE (o.tenant, o.kind, o.record) = (n.tenant, n.kind, n.id) AND o.error <> ''";

const EMPTY_ERRORS: &str = "UPDATE deliveries d SET error = '' \
    FROM unnest($1::text[], $2::text[], $3::text[]) AS n (tenant, kind, id) \
    WHERE (d.tenant, d.kind, d.record) = (n.tenant, n.kind, n.id) AND d.error <> ''";

const HIDE_ACTOR: &str = "UPDATE versions SET actor = '' WHERE tenant = $1 AND actor = $2";

const NOTE: &str = "INSERT INTO erasures (id, at, tenant, person, extent, records) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

/// Takes away what tells of a person.
pub(super) fn erase<'c>(batch: &mut Batch<'c>, erasure: &'c Erasure) {
    let Erasure { tenant, person, .. } = erasure;
    let who = || -> Vec<Param<'c>> { vec![Box::new(tenant), Box::new(person)] };
    for statement in [
        LEAVE,
        FORGET_CONSENTS,
        FORGET_ANSWERS,
        FORGET_MARKS,
        FORGET_ACCESSES,
        EMPTY_DETAILS,
        HIDE_ACTOR,
    ] {
        batch.add(statement, who());
    }
    let of = |which: fn(&Treated) -> bool| -> Vec<&Address> {
        let records = erasure.records.iter().filter(|treated| which(treated));
        records.map(|treated| &treated.address).collect()
    };
    let mut about: Vec<Param<'c>> = vec![Box::new(tenant)];
    about.extend(columns(&of(Treated::forgets_details)));
    batch.add(EMPTY_DETAILS_OF_RECORDS, about);
    batch.add(EMPTY_EVENTS, columns(&of(Treated::empties_events)));
    for statement in [EMPTY_OLD_ERRORS, EMPTY_ERRORS] {
        batch.add(statement, columns(&of(|_| true)));
    }
    let noted: Vec<Param<'c>> = vec![
        Box::new(&erasure.id),
        Box::new(erasure.at),
        Box::new(tenant),
        Box::new(person),
        Box::new(erasure.extent.word()),
        Box::new(to_parts(&erasure.records)),
    ];
    batch.add(NOTE, noted);
}
