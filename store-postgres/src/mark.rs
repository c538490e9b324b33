//! The port for marks.

use async_trait::async_trait;
use profilekit::store::{Mark, Marks, StoreError};
use tokio_postgres::Row;

use crate::row::{Param, value};
use crate::store::PostgresStore;

#[async_trait]
impl Marks for PostgresStore {
    async fn marks(&self, tenant: &str, user: &str) -> Result<Vec<Mark>, StoreError> {
        let query = "SELECT kind, record, place FROM marks WHERE tenant = $1 AND person = $2 \
            ORDER BY kind, record";
        let rows = self
            .rows(query, &[Box::new(tenant), Box::new(user)])
            .await?;
        let mark = |row: &Row| {
            Ok(Mark {
                tenant: tenant.to_owned(),
                user: user.to_owned(),
                kind: value(row, "kind")?,
                record: value(row, "record")?,
                place: value(row, "place")?,
            })
        };
        rows.iter().map(mark).collect()
    }

    async fn set_mark(&self, mark: &Mark) -> Result<(), StoreError> {
        let statement = "INSERT INTO marks (tenant, person, kind, record, place) \
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, person, kind, record) \
            DO UPDATE SET place = excluded.place WHERE marks.place < excluded.place";
        let params: [Param<'_>; 5] = [
            Box::new(&mark.tenant),
            Box::new(&mark.user),
            Box::new(&mark.kind),
            Box::new(&mark.record),
            Box::new(mark.place),
        ];
        self.change(statement, &params).await?;
        Ok(())
    }
}
