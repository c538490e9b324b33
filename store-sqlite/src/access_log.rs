//! The port for the access log.

use async_trait::async_trait;
use profilekit::store::{Access, AccessLog, Address, StoreError};
use rusqlite::{Connection, Row, params};

use crate::column::{all, limit, list, read_list, rows};
use crate::fault::Outcome;
use crate::store::SqliteStore;

/// Adds reads, without those that name somebody who was erased since: of erasures that young there
/// is hardly any.
pub(crate) fn put(connection: &Connection, accesses: &[Access]) -> Outcome<()> {
    let sql =
        "INSERT OR REPLACE INTO accesses (id, at, tenant, kind, record, owner, viewer, behalf,
            fields, why, request)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
        WHERE NOT EXISTS (SELECT 1 FROM erasures INDEXED BY erasures_by_time
            WHERE at >= ?2 AND tenant = ?3 AND person IN (?6, ?7, ?8))";
    for access in accesses {
        connection.prepare_cached(sql)?.execute(params![
            access.id,
            access.at,
            access.address.tenant,
            access.address.kind,
            access.address.id,
            access.owner,
            access.viewer,
            access.behalf,
            list(&access.fields),
            access.why,
            access.request
        ])?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Access> {
    Ok(Access {
        id: row.get(0)?,
        at: row.get(1)?,
        address: Address {
            tenant: row.get(2)?,
            kind: row.get(3)?,
            id: row.get(4)?,
        },
        owner: row.get(5)?,
        viewer: row.get(6)?,
        behalf: row.get(7)?,
        fields: read_list(row, 8)?,
        why: row.get(9)?,
        request: row.get(10)?,
    })
}

const OF_OWNER: &str = "SELECT id, at, tenant, kind, record, owner, viewer, behalf, fields, why,
        request
    FROM accesses WHERE tenant = ?1 AND owner = ?2 ORDER BY id DESC LIMIT ?3";

const OF_OWNER_BEFORE: &str = "SELECT id, at, tenant, kind, record, owner, viewer, behalf, fields,
        why, request
    FROM accesses WHERE tenant = ?1 AND owner = ?2 AND id < ?4 ORDER BY id DESC LIMIT ?3";

#[async_trait]
impl AccessLog for SqliteStore {
    async fn log(&self, accesses: &[Access]) -> Result<(), StoreError> {
        self.change(|connection| put(connection, accesses))
    }

    async fn accesses(
        &self,
        tenant: &str,
        owner: &str,
        before: Option<&str>,
        most: usize,
    ) -> Result<Vec<Access>, StoreError> {
        let most = limit(most);
        self.read(|connection| match before {
            None => all(connection, OF_OWNER, params![tenant, owner, most], read),
            Some(before) => {
                let parameters = params![tenant, owner, most, before];
                all(connection, OF_OWNER_BEFORE, parameters, read)
            }
        })
    }

    async fn forget_accesses(&self, before: i64) -> Result<u64, StoreError> {
        self.change(|connection| {
            let sql = "DELETE FROM accesses WHERE at < ?1";
            Ok(rows(connection.prepare_cached(sql)?.execute([before])?))
        })
    }
}
