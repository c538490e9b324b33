//! The account of a commit.

use std::collections::BTreeMap;

use profilekit::privacy::{Detail, Digest, Entry, Link};
use profilekit::store::StoreError;
use tokio_postgres::Row;

use crate::batch::Batch;
use crate::error::unreadable;
use crate::row::{Param, column, digest, list, unsigned, value};

const LOCK: &str = "SELECT chain, number, hash FROM chains WHERE chain = ANY ($1) \
    ORDER BY chain FOR UPDATE";

const ADD: &str = "INSERT INTO links (chain, number, id, at, tenant, action, kind, record, \
    version, outcome, rule, reason, fields, request, commitment, hash, salt, actor, behalf, about) \
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], \
    $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[], $11::text[], $12::text[], \
    $13::text[], $14::text[], $15::bytea[], $16::bytea[], $17::bytea[], $18::text[], $19::text[], \
    $20::text[])";

/// One link, which is what nearly every commit adds.
const ADD_ONE: &str = "INSERT INTO links (chain, number, id, at, tenant, action, kind, record, \
    version, outcome, rule, reason, fields, request, commitment, hash, salt, actor, behalf, about) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
    $20)";

const MOVE_HEAD: &str = "UPDATE chains SET number = $2, hash = $3 WHERE chain = $1";

const MOVE_HEADS: &str = "UPDATE chains c SET number = n.number, hash = n.hash \
    FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS n (chain, number, hash) \
    WHERE c.chain = n.chain";

/// The chain of a record's entries: always the same one, so that a record's are in order.
fn chain_of(entry: &Entry, chains: u32) -> u32 {
    let hash = Digest::of_parts([&entry.tenant, &entry.kind, &entry.record]);
    let mut first = [0; 4];
    for (byte, of) in first.iter_mut().zip(hash.as_bytes()) {
        *byte = *of;
    }
    u32::from_be_bytes(first).checked_rem(chains).unwrap_or(0)
}

/// The chains that grow, in the order in which they are locked.
pub(super) fn growing(audit: &[(Entry, Detail)], chains: u32) -> Vec<i64> {
    let growing = audit.iter().map(|(entry, _)| chain_of(entry, chains));
    let mut growing: Vec<i64> = growing.map(i64::from).collect();
    growing.sort_unstable();
    growing.dedup();
    growing
}

/// Locks the chains that grow, and asks where they end.
pub(super) fn lock(batch: &mut Batch<'_>, audit: &[(Entry, Detail)], chains: u32) {
    if !audit.is_empty() {
        batch.add(LOCK, vec![Box::new(growing(audit, chains))]);
    }
}

/// The links that a commit adds.
pub(super) struct Added(Vec<Link>);

impl Added {
    /// Puts entries behind the heads of their chains.
    pub(super) fn behind(
        heads: &[Row],
        audit: &[(Entry, Detail)],
        chains: u32,
    ) -> Result<Self, StoreError> {
        if audit.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let mut ends = read(heads)?;
        let mut links = Vec::with_capacity(audit.len());
        for (entry, detail) in audit {
            let chain = chain_of(entry, chains);
            let end = ends.get_mut(&chain).ok_or_else(|| unreadable("chain"))?;
            let link = Link::after(Some(*end), chain, entry.clone(), detail.clone());
            *end = (link.number, link.hash);
            links.push(link);
        }
        Ok(Self(links))
    }

    /// Writes the links, and the new ends of the chains.
    pub(super) fn write<'l>(&'l self, batch: &mut Batch<'l>) {
        if self.0.is_empty() {
            return;
        }
        if let [link] = self.0.as_slice() {
            batch.join(ADD_ONE, params_of(link));
            let head: [Param<'l>; 3] = [
                Box::new(i64::from(link.chain)),
                Box::new(link.number),
                Box::new(link.hash.as_bytes()),
            ];
            return batch.join(MOVE_HEAD, head.into());
        }
        let links: Vec<&Link> = self.0.iter().collect();
        batch.join(ADD, params(&links));
        let last: BTreeMap<u32, &Link> = links.iter().map(|link| (link.chain, *link)).collect();
        let last: Vec<&Link> = last.into_values().collect();
        let heads = vec![
            column(&last, |link| i64::from(link.chain)),
            column(&last, |link| link.number),
            column(&last, |link| link.hash.as_bytes()),
        ];
        batch.join(MOVE_HEADS, heads);
    }
}

fn read(heads: &[Row]) -> Result<BTreeMap<u32, (i64, Digest)>, StoreError> {
    let head = |row: &Row| {
        let end = (value(row, "number")?, digest(row, "hash")?);
        Ok((unsigned(row, "chain")?, end))
    };
    heads.iter().map(head).collect()
}

fn params_of(link: &Link) -> Vec<Param<'_>> {
    let (entry, detail) = (&link.entry, link.detail.as_ref());
    vec![
        Box::new(i64::from(link.chain)),
        Box::new(link.number),
        Box::new(&entry.id),
        Box::new(entry.at),
        Box::new(&entry.tenant),
        Box::new(&entry.action),
        Box::new(&entry.kind),
        Box::new(&entry.record),
        Box::new(entry.version),
        Box::new(entry.outcome.word()),
        Box::new(&entry.rule),
        Box::new(&entry.reason),
        Box::new(list(&entry.fields)),
        Box::new(&entry.request),
        Box::new(entry.commitment.as_bytes()),
        Box::new(link.hash.as_bytes()),
        Box::new(detail.map(|detail| detail.salt.as_slice())),
        Box::new(detail.map(|detail| detail.actor.as_str())),
        Box::new(detail.map(|detail| detail.behalf.as_str())),
        Box::new(detail.map(|detail| detail.about.as_str())),
    ]
}

fn params<'l>(links: &[&'l Link]) -> Vec<Param<'l>> {
    let entries: Vec<&Entry> = links.iter().map(|link| &link.entry).collect();
    let detail = |link: &'l Link| link.detail.as_ref();
    vec![
        column(links, |link| i64::from(link.chain)),
        column(links, |link| link.number),
        column(&entries, |entry| entry.id.as_str()),
        column(&entries, |entry| entry.at),
        column(&entries, |entry| entry.tenant.as_str()),
        column(&entries, |entry| entry.action.as_str()),
        column(&entries, |entry| entry.kind.as_str()),
        column(&entries, |entry| entry.record.as_str()),
        column(&entries, |entry| entry.version),
        column(&entries, |entry| entry.outcome.word()),
        column(&entries, |entry| entry.rule.as_str()),
        column(&entries, |entry| entry.reason.as_str()),
        column(&entries, |entry| list(&entry.fields)),
        column(&entries, |entry| entry.request.as_str()),
        column(&entries, |entry| entry.commitment.as_bytes()),
        column(links, |link| link.hash.as_bytes()),
        column(links, |link| {
            detail(link).map(|detail| detail.salt.as_slice())
        }),
        column(links, |link| {
            detail(link).map(|detail| detail.actor.as_str())
        }),
        column(links, |link| {
            detail(link).map(|detail| detail.behalf.as_str())
        }),
        column(links, |link| {
            detail(link).map(|detail| detail.about.as_str())
        }),
    ]
}
