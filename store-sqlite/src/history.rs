//! The port that reads versions.

use async_trait::async_trait;
use profilekit::store::{Address, History, PastVersion, StoreError};
use rusqlite::{Row, params};

use crate::column::{all, limit, read_list, rows};
use crate::store::SqliteStore;

fn read(row: &Row<'_>) -> rusqlite::Result<PastVersion> {
    Ok(PastVersion {
        version: row.get(0)?,
        at: row.get(1)?,
        actor: row.get(2)?,
        action: row.get(3)?,
        fields: read_list(row, 4)?,
        state: row.get(5)?,
        document: row.get(6)?,
    })
}

/// Versions of a record from one to another, newest first.
const BETWEEN: &str = "SELECT v.version, v.at, COALESCE(a.name, ''), v.action, v.fields, v.state,
        COALESCE(d.document, r.document)
    FROM records r CROSS JOIN record_versions v ON v.record = r.number
        LEFT JOIN authors a ON a.number = v.author
        LEFT JOIN version_documents d ON d.number = v.document
    WHERE r.kind = ?1 AND r.id = ?2 AND r.tenant = ?3 AND v.version >= ?4 AND v.version <= ?5
    ORDER BY v.version DESC LIMIT ?6";

/// Versions of records of a kind that others took the place of before an instant.
macro_rules! overtaken {
    () => {
        "FROM records r CROSS JOIN record_versions v ON v.record = r.number
        WHERE r.kind = ?1 AND EXISTS (SELECT 1 FROM record_versions n
            WHERE n.record = v.record AND n.version > v.version AND n.at < ?2)"
    };
}

const FORGET_DOCUMENTS: &str = concat!(
    "DELETE FROM version_documents WHERE number IN (SELECT v.document ",
    overtaken!(),
    ")"
);

const FORGET: &str = concat!(
    "DELETE FROM record_versions WHERE (record, version) IN (SELECT v.record, v.version ",
    overtaken!(),
    ")"
);

impl SqliteStore {
    fn versions_between(
        &self,
        address: &Address,
        (first, last): (i64, i64),
        most: usize,
    ) -> Result<Vec<PastVersion>, StoreError> {
        let Address { tenant, kind, id } = address;
        let parameters = params![kind, id, tenant, first, last, limit(most)];
        self.read(|connection| all(connection, BETWEEN, parameters, read))
    }
}

#[async_trait]
impl History for SqliteStore {
    async fn versions(
        &self,
        address: &Address,
        before: Option<i64>,
        most: usize,
    ) -> Result<Vec<PastVersion>, StoreError> {
        let last = before.map_or(i64::MAX, |before| before.saturating_sub(1));
        self.versions_between(address, (i64::MIN, last), most)
    }

    async fn version(
        &self,
        address: &Address,
        version: i64,
    ) -> Result<Option<PastVersion>, StoreError> {
        let mut found = self.versions_between(address, (version, version), 1)?;
        Ok(found.pop())
    }

    async fn forget_versions(&self, kind: &str, before: i64) -> Result<u64, StoreError> {
        self.change(|connection| {
            let mut forget = connection.prepare_cached(FORGET_DOCUMENTS)?;
            forget.execute(params![kind, before])?;
            let mut forget = connection.prepare_cached(FORGET)?;
            Ok(rows(forget.execute(params![kind, before])?))
        })
    }
}
