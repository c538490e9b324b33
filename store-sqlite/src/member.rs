//! The port that reads members.

use async_trait::async_trait;
use profilekit::store::{Member, Members, StoreError};
use rusqlite::{OptionalExtension, Row, params};

use crate::column::{all, limit, read_list};
use crate::store::SqliteStore;

fn read(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        tenant: row.get(0)?,
        user: row.get(1)?,
        roles: read_list(row, 2)?,
        persona: row.get(3)?,
        version: row.get(4)?,
        updated_at: row.get(5)?,
    })
}

const ONE: &str = "SELECT tenant, user, roles, persona, version, updated_at FROM members
    WHERE tenant = ?1 AND user = ?2";

const BEHIND: &str = "SELECT tenant, user, roles, persona, version, updated_at FROM members
    WHERE tenant = ?1 AND user > ?2 ORDER BY user LIMIT ?3";

#[async_trait]
impl Members for SqliteStore {
    async fn member(&self, tenant: &str, user: &str) -> Result<Option<Member>, StoreError> {
        self.read(|connection| {
            let mut one = connection.prepare_cached(ONE)?;
            Ok(one.query_row([tenant, user], read).optional()?)
        })
    }

    async fn members(
        &self,
        tenant: &str,
        after: Option<&str>,
        most: usize,
    ) -> Result<Vec<Member>, StoreError> {
        // Everybody has an identifier: nobody stands before the empty one.
        let parameters = params![tenant, after.unwrap_or_default(), limit(most)];
        self.read(|connection| all(connection, BEHIND, parameters, read))
    }
}
