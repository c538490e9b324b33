//! The port for marks.

use async_trait::async_trait;
use profilekit::store::{Mark, Marks, StoreError};
use rusqlite::params;

use crate::column::all;
use crate::store::SqliteStore;

#[async_trait]
impl Marks for SqliteStore {
    async fn marks(&self, tenant: &str, user: &str) -> Result<Vec<Mark>, StoreError> {
        let sql = "SELECT kind, record, place FROM marks WHERE tenant = ?1 AND user = ?2
            ORDER BY kind, record";
        self.read(|connection| {
            all(connection, sql, [tenant, user], |row| {
                Ok(Mark {
                    tenant: tenant.to_owned(),
                    user: user.to_owned(),
                    kind: row.get(0)?,
                    record: row.get(1)?,
                    place: row.get(2)?,
                })
            })
        })
    }

    async fn set_mark(&self, mark: &Mark) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO marks (tenant, user, kind, record, place) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET place = excluded.place WHERE place < excluded.place";
        let Mark {
            tenant,
            user,
            kind,
            record,
            place,
        } = mark;
        self.change(|connection| {
            let mut set = connection.prepare_cached(sql)?;
            set.execute(params![tenant, user, kind, record, place])?;
            Ok(())
        })
    }
}
