//! The port for the access log.

use async_trait::async_trait;
use profilekit::store::{Access, AccessLog, Address, StoreError};
use tokio_postgres::Row;

use crate::place::columns;
use crate::row::{Param, column, list, most, texts, value};
use crate::store::PostgresStore;

/// Adds reads. One that is there stays as it is; one that names somebody who was erased since is
/// left out.
pub(crate) const ADD: &str = "INSERT INTO accesses \
    (tenant, kind, record, id, at, owner, viewer, behalf, fields, why, request) \
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], \
    $7::text[], $8::text[], $9::text[], $10::text[], $11::text[]) \
    AS n (tenant, kind, record, id, at, owner, viewer, behalf, fields, why, request) \
    WHERE NOT EXISTS (SELECT FROM erasures e WHERE e.at >= n.at AND e.tenant = n.tenant \
    AND e.person IN (n.owner, n.viewer, n.behalf)) ON CONFLICT DO NOTHING";

/// The values of [`ADD`].
pub(crate) fn params(accesses: &[Access]) -> Vec<Param<'_>> {
    let accesses: Vec<&Access> = accesses.iter().collect();
    let at: Vec<&Address> = accesses.iter().map(|access| &access.address).collect();
    let mut params = columns(&at);
    params.extend([
        column(&accesses, |access| access.id.as_str()),
        column(&accesses, |access| access.at),
        column(&accesses, |access| access.owner.as_str()),
        column(&accesses, |access| access.viewer.as_str()),
        column(&accesses, |access| access.behalf.as_str()),
        column(&accesses, |access| list(&access.fields)),
        column(&accesses, |access| access.why.as_str()),
        column(&accesses, |access| access.request.as_str()),
    ]);
    params
}

fn read(row: &Row) -> Result<Access, StoreError> {
    Ok(Access {
        id: value(row, "id")?,
        at: value(row, "at")?,
        address: Address {
            tenant: value(row, "tenant")?,
            kind: value(row, "kind")?,
            id: value(row, "record")?,
        },
        owner: value(row, "owner")?,
        viewer: value(row, "viewer")?,
        behalf: value(row, "behalf")?,
        fields: texts(row, "fields")?,
        why: value(row, "why")?,
        request: value(row, "request")?,
    })
}

#[async_trait]
impl AccessLog for PostgresStore {
    async fn log(&self, accesses: &[Access]) -> Result<(), StoreError> {
        if !accesses.is_empty() {
            self.change(ADD, &params(accesses)).await?;
        }
        Ok(())
    }

    async fn accesses(
        &self,
        tenant: &str,
        owner: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Access>, StoreError> {
        let query = "SELECT tenant, kind, record, id, at, owner, viewer, behalf, fields, why, \
            request FROM accesses WHERE tenant = $1 AND owner = $2 AND ($3::text IS NULL OR id < $3) \
            ORDER BY id DESC LIMIT $4";
        let params: [Param<'_>; 4] = [
            Box::new(tenant),
            Box::new(owner),
            Box::new(before),
            Box::new(most(limit)),
        ];
        let rows = self.rows(query, &params).await?;
        rows.iter().map(read).collect()
    }

    async fn forget_accesses(&self, before: i64) -> Result<u64, StoreError> {
        let statement = "DELETE FROM accesses WHERE at < $1";
        self.change(statement, &[Box::new(before)]).await
    }
}
