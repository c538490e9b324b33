//! The port that reads the account of changes.

use async_trait::async_trait;
use profilekit::privacy::{Detail, Digest, Entry, Link, Outcome as Became};
use profilekit::store::{Account, AccountRequest, Checkpoint, StoreError};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use crate::column::{all, limit, read_digest, read_list};
use crate::fault::Outcome;
use crate::store::SqliteStore;

/// The only chain: one connection writes at a time anyway.
pub(crate) const CHAIN: u32 = 0;

/// So many links are put into the indexes together.
pub(crate) const FILED_TOGETHER: i64 = 256;

/// The columns of a link, in the order in which [`read`] takes them.
const COLUMNS: &str = "number, hash, id, at, tenant, action, kind, record, version, outcome, rule,
    reason, fields, request, commitment, salt, actor, behalf, about";

pub(crate) fn outcome_number(outcome: Became) -> i64 {
    match outcome {
        Became::Done => 0,
        Became::Refused => 1,
    }
}

fn read_outcome(row: &Row<'_>, column: usize) -> rusqlite::Result<Became> {
    match row.get(column)? {
        0 => Ok(Became::Done),
        1 => Ok(Became::Refused),
        other => Err(rusqlite::Error::IntegralValueOutOfRange(column, other)),
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link {
        chain: CHAIN,
        number: row.get(0)?,
        hash: read_digest(row, 1)?,
        entry: Entry {
            id: row.get(2)?,
            at: row.get(3)?,
            tenant: row.get(4)?,
            action: row.get(5)?,
            kind: row.get(6)?,
            record: row.get(7)?,
            version: row.get(8)?,
            outcome: read_outcome(row, 9)?,
            rule: row.get(10)?,
            reason: row.get(11)?,
            fields: read_list(row, 12)?,
            request: row.get(13)?,
            commitment: read_digest(row, 14)?,
        },
        detail: read_detail(row)?,
    })
}

fn read_detail(row: &Row<'_>) -> rusqlite::Result<Option<Detail>> {
    let Some(salt) = row.get(15)? else {
        return Ok(None);
    };
    Ok(Some(Detail {
        salt,
        actor: row.get(16)?,
        behalf: row.get(17)?,
        about: row.get(18)?,
    }))
}

/// The links that a request asks for: those that are filed by an index, and the last ones.
fn account(connection: &Connection, request: &AccountRequest) -> Outcome<Vec<Link>> {
    let (meant, mut parameters) = conditions(request);
    parameters.push(limit(request.limit).into());
    let most = parameters.len();
    let index = index(request);
    let sql = format!(
        "SELECT * FROM (SELECT {COLUMNS} FROM links INDEXED BY {index}
            WHERE filed = 1{meant} ORDER BY at DESC, number DESC LIMIT ?{most})
         UNION ALL SELECT {COLUMNS} FROM links
            WHERE filed = 0 AND number > (SELECT MAX(number) FROM links) - {FILED_TOGETHER}{meant}"
    );
    let mut links = all(connection, &sql, params_from_iter(parameters), read)?;
    links.sort_by_key(|link| std::cmp::Reverse((link.entry.at, link.number)));
    links.truncate(request.limit);
    Ok(links)
}

/// What a request asks of links, as SQL, and what is bound to it.
fn conditions(request: &AccountRequest) -> (String, Vec<Value>) {
    let mut parameters: Vec<Value> = Vec::new();
    let mut meant = String::new();
    let mut ask = |text: &str, value: Value| {
        parameters.push(value);
        meant.push_str(&format!(" AND {text} ?{}", parameters.len()));
    };
    if let Some(tenant) = &request.tenant {
        ask("tenant =", tenant.clone().into());
    }
    if let Some((kind, id)) = &request.record {
        ask("kind =", kind.clone().into());
        ask("record =", id.clone().into());
    }
    if let Some(actor) = &request.actor {
        ask("actor =", actor.clone().into());
    }
    if let Some((at, chain, number)) = request.before {
        ask("at <=", at.into());
        // Of the same instant, those before: of a later chain there is nothing here.
        let number = if chain > CHAIN { i64::MAX } else { number };
        let bound = parameters.len();
        parameters.push(number.into());
        let last = parameters.len();
        meant.push_str(&format!(" AND (at < ?{bound} OR number < ?{last})"));
    }
    (meant, parameters)
}

/// The index of the condition that leaves the fewest links.
fn index(request: &AccountRequest) -> &'static str {
    match request {
        AccountRequest {
            record: Some(_), ..
        } => "links_by_record",
        AccountRequest { actor: Some(_), .. } => "links_by_actor",
        AccountRequest {
            tenant: Some(_), ..
        } => "links_by_tenant",
        _ => "links_by_time",
    }
}

#[async_trait]
impl Account for SqliteStore {
    async fn chains(&self) -> Result<Vec<(u32, i64, Digest)>, StoreError> {
        let sql = "SELECT number, hash FROM links ORDER BY number DESC LIMIT 1";
        let read = |row: &Row<'_>| Ok((CHAIN, row.get(0)?, read_digest(row, 1)?));
        self.read(|connection| all(connection, sql, [], read))
    }

    async fn links(&self, chain: u32, after: i64, most: usize) -> Result<Vec<Link>, StoreError> {
        if chain != CHAIN {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT {COLUMNS} FROM links WHERE number > ?1 ORDER BY number LIMIT ?2");
        self.read(|connection| all(connection, &sql, [after, limit(most)], read))
    }

    async fn account(&self, request: &AccountRequest) -> Result<Vec<Link>, StoreError> {
        self.read(|connection| account(connection, request))
    }

    async fn note_checkpoints(&self, checkpoints: &[Checkpoint]) -> Result<(), StoreError> {
        let sql = "INSERT INTO checkpoints (chain, number, hash, at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO NOTHING";
        self.change(|connection| {
            let mut insert = connection.prepare_cached(sql)?;
            for Checkpoint {
                chain,
                number,
                hash,
                at,
            } in checkpoints
            {
                insert.execute(params![chain, number, hash.as_bytes(), at])?;
            }
            Ok(())
        })
    }

    async fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError> {
        let sql = "SELECT chain, number, hash, at FROM checkpoints ORDER BY chain, number";
        let read = |row: &Row<'_>| {
            Ok(Checkpoint {
                chain: row.get(0)?,
                number: row.get(1)?,
                hash: read_digest(row, 2)?,
                at: row.get(3)?,
            })
        };
        self.read(|connection| all(connection, sql, [], read))
    }
}
