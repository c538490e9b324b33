//! The ports that read members and what they agreed to.

use async_trait::async_trait;
use profilekit::store::{Consent, Consents, Member, Members, StoreError};
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
        roles_at: row.get(6)?,
    })
}

const ONE: &str = "SELECT tenant, user, roles, persona, version, updated_at, roles_at FROM members
    WHERE tenant = ?1 AND user = ?2";

const BEHIND: &str =
    "SELECT tenant, user, roles, persona, version, updated_at, roles_at FROM members
    WHERE tenant = ?1 AND user > ?2 ORDER BY user LIMIT ?3";

fn read_consent(row: &Row<'_>) -> rusqlite::Result<Consent> {
    Ok(Consent {
        tenant: row.get(0)?,
        user: row.get(1)?,
        id: row.get(2)?,
        purpose: row.get(3)?,
        source: row.get(4)?,
        given: row.get(5)?,
        at: row.get(6)?,
        text: row.get(7)?,
    })
}

const CONSENTS: &str = "SELECT tenant, user, id, purpose, source, given, at, text FROM consents
    WHERE tenant = ?1 AND user = ?2 ORDER BY id";

#[async_trait]
impl Consents for SqliteStore {
    async fn consents(&self, tenant: &str, user: &str) -> Result<Vec<Consent>, StoreError> {
        self.read(|connection| all(connection, CONSENTS, [tenant, user], read_consent))
    }
}

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
