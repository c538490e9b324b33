//! The port that reads the account of changes.

use async_trait::async_trait;
use profilekit::privacy::{Detail, Digest, Entry, Link, Outcome};
use profilekit::store::{Account, AccountRequest, Checkpoint, StoreError};
use tokio_postgres::Row;

use crate::asked::{Asked, param};
use crate::error::unreadable;
use crate::row::{Param, column, digest, most, texts, unsigned, value};
use crate::store::PostgresStore;

const COLUMNS: &str = "chain, number, id, at, tenant, action, kind, record, version, outcome, \
    rule, reason, fields, request, commitment, hash, salt, actor, behalf, about";

fn read(row: &Row) -> Result<Link, StoreError> {
    Ok(Link {
        chain: unsigned(row, "chain")?,
        number: value(row, "number")?,
        entry: entry(row)?,
        detail: detail(row)?,
        hash: digest(row, "hash")?,
    })
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let outcome = Outcome::from_word(value(row, "outcome")?);
    Ok(Entry {
        id: value(row, "id")?,
        at: value(row, "at")?,
        tenant: value(row, "tenant")?,
        action: value(row, "action")?,
        kind: value(row, "kind")?,
        record: value(row, "record")?,
        version: value(row, "version")?,
        outcome: outcome.ok_or_else(|| unreadable("outcome"))?,
        rule: value(row, "rule")?,
        reason: value(row, "reason")?,
        fields: texts(row, "fields")?,
        request: value(row, "request")?,
        commitment: digest(row, "commitment")?,
    })
}

fn detail(row: &Row) -> Result<Option<Detail>, StoreError> {
    let salt: Option<&[u8]> = value(row, "salt")?;
    let Some(salt) = salt else {
        return Ok(None);
    };
    Ok(Some(Detail {
        salt: salt.try_into().map_err(|_| unreadable("salt"))?,
        actor: value(row, "actor")?,
        behalf: value(row, "behalf")?,
        about: value(row, "about")?,
    }))
}

/// The links that a request asks for.
fn asked(request: &AccountRequest) -> Asked<'_> {
    let mut asked = Asked::new(
        format!("SELECT {COLUMNS} FROM links WHERE TRUE"),
        Vec::new(),
    );
    if let Some(tenant) = &request.tenant {
        asked.and("tenant = $", [param(tenant)]);
    }
    if let Some((kind, record)) = &request.record {
        asked.and("(kind, record) = ($, $)", [param(kind), param(record)]);
    }
    if let Some(actor) = &request.actor {
        asked.and("actor = $", [param(actor)]);
    }
    if let Some((at, chain, number)) = request.before {
        let place = [param(at), param(i64::from(chain)), param(number)];
        asked.and("(at, chain, number) < ($, $, $)", place);
    }
    asked.end("ORDER BY at DESC, chain DESC, number DESC", request.limit);
    asked
}

#[async_trait]
impl Account for PostgresStore {
    async fn chains(&self) -> Result<Vec<(u32, i64, Digest)>, StoreError> {
        let query = "SELECT chain, number, hash FROM chains WHERE number > 0 ORDER BY chain";
        let rows = self.rows(query, &[]).await?;
        let read = |row: &Row| {
            let chain = unsigned(row, "chain")?;
            Ok((chain, value(row, "number")?, digest(row, "hash")?))
        };
        rows.iter().map(read).collect()
    }

    async fn links(&self, chain: u32, after: i64, limit: usize) -> Result<Vec<Link>, StoreError> {
        let query = format!(
            "SELECT {COLUMNS} FROM links WHERE chain = $1 AND number > $2 ORDER BY number LIMIT $3"
        );
        let params: [Param<'_>; 3] = [
            Box::new(i64::from(chain)),
            Box::new(after),
            Box::new(most(limit)),
        ];
        let rows = self.rows(&query, &params).await?;
        rows.iter().map(read).collect()
    }

    async fn account(&self, request: &AccountRequest) -> Result<Vec<Link>, StoreError> {
        let rows = asked(request).of(self).await?;
        rows.iter().map(read).collect()
    }

    async fn note_checkpoints(&self, checkpoints: &[Checkpoint]) -> Result<(), StoreError> {
        let checkpoints: Vec<&Checkpoint> = checkpoints.iter().collect();
        let statement = "INSERT INTO checkpoints (chain, number, hash, at) SELECT * FROM \
            unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bigint[]) ON CONFLICT DO NOTHING";
        let params = [
            column(&checkpoints, |checkpoint| i64::from(checkpoint.chain)),
            column(&checkpoints, |checkpoint| checkpoint.number),
            column(&checkpoints, |checkpoint| checkpoint.hash.as_bytes()),
            column(&checkpoints, |checkpoint| checkpoint.at),
        ];
        self.change(statement, &params).await?;
        Ok(())
    }

    async fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError> {
        let query = "SELECT chain, number, hash, at FROM checkpoints ORDER BY chain, number";
        let rows = self.rows(query, &[]).await?;
        let read = |row: &Row| {
            Ok(Checkpoint {
                chain: unsigned(row, "chain")?,
                number: value(row, "number")?,
                hash: digest(row, "hash")?,
                at: value(row, "at")?,
            })
        };
        rows.iter().map(read).collect()
    }
}
