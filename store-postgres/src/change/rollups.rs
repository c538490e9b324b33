//! Rollups that a commit takes along: what goes for good is in none.

use profilekit::store::{Address, Commit};

use crate::batch::Batch;
use crate::place::columns;
use crate::rollup::SHARE;

const FORGET: &str = "DELETE FROM rollups WHERE (tenant, name) IN (SELECT r.tenant, r.name \
    FROM rollup_records r JOIN unnest($1::text[], $2::text[], $3::text[]) \
    AS n (tenant, kind, id) ON (r.kind, r.record, r.of_tenant) = (n.kind, n.id, n.tenant))";

const FORGET_OF_READER: &str = "DELETE FROM rollups WHERE tenant = $1 AND reader = $2";

/// Takes away the rollups that know records which are forgotten, and those that were kept for
/// somebody who is erased.
pub(super) fn forget<'c>(batch: &mut Batch<'c>, commit: &'c Commit) {
    let gone: Vec<&Address> = commit.forgotten().collect();
    if gone.is_empty() && commit.erasure.is_none() {
        return;
    }
    batch.plain(SHARE);
    if !gone.is_empty() {
        batch.add(FORGET, columns(&gone));
    }
    if let Some(erasure) = &commit.erasure {
        let reader = vec![
            Box::new(&erasure.tenant) as _,
            Box::new(&erasure.person) as _,
        ];
        batch.add(FORGET_OF_READER, reader);
    }
}
