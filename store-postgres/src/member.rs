//! The ports that read members and what they agreed to.

use async_trait::async_trait;
use profilekit::store::{Consent, Consents, Member, Members, StoreError};
use tokio_postgres::Row;

use crate::row::{Param, most, texts, value};
use crate::store::PostgresStore;

fn read(row: &Row) -> Result<Member, StoreError> {
    Ok(Member {
        tenant: value(row, "tenant")?,
        user: value(row, "person")?,
        roles: texts(row, "roles")?,
        persona: value(row, "persona")?,
        version: value(row, "version")?,
        updated_at: value(row, "updated_at")?,
        roles_at: value(row, "roles_at")?,
    })
}

fn consent(row: &Row) -> Result<Consent, StoreError> {
    Ok(Consent {
        tenant: value(row, "tenant")?,
        user: value(row, "person")?,
        id: value(row, "id")?,
        purpose: value(row, "purpose")?,
        source: value(row, "source")?,
        given: value(row, "given")?,
        at: value(row, "at")?,
        text: value(row, "text")?,
    })
}

#[async_trait]
impl Consents for PostgresStore {
    async fn consents(&self, tenant: &str, user: &str) -> Result<Vec<Consent>, StoreError> {
        let query = "SELECT tenant, person, id, purpose, source, given, at, text FROM consents \
            WHERE tenant = $1 AND person = $2 ORDER BY id";
        let params: [Param<'_>; 2] = [Box::new(tenant), Box::new(user)];
        let rows = self.rows(query, &params).await?;
        rows.iter().map(consent).collect()
    }
}

#[async_trait]
impl Members for PostgresStore {
    async fn member(&self, tenant: &str, user: &str) -> Result<Option<Member>, StoreError> {
        let query = "SELECT tenant, person, roles, persona, version, updated_at, roles_at FROM members \
            WHERE tenant = $1 AND person = $2";
        let params: [Param<'_>; 2] = [Box::new(tenant), Box::new(user)];
        let rows = self.rows(query, &params).await?;
        rows.first().map(read).transpose()
    }

    async fn members(
        &self,
        tenant: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Member>, StoreError> {
        let query = "SELECT tenant, person, roles, persona, version, updated_at, roles_at FROM members \
            WHERE tenant = $1 AND ($2::text IS NULL OR person > $2) ORDER BY person LIMIT $3";
        let params: [Param<'_>; 3] = [Box::new(tenant), Box::new(after), Box::new(most(limit))];
        let rows = self.rows(query, &params).await?;
        rows.iter().map(read).collect()
    }
}
