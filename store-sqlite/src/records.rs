//! The port for records.

use async_trait::async_trait;
use profilekit::store::{Page, PageRequest, Records, Selection, StoreError, StoredRecord};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use crate::error::store_error;
use crate::list::list;
use crate::store::SqliteStore;

/// The columns of a record, in the order in which [`read`] takes them.
pub(crate) const COLUMNS: &str = "r.tenant, r.kind, r.id, r.owner, r.owner_roles, r.state, \
    r.version, r.created_at, r.updated_at, r.relations, r.document, r.choices, r.forced, \
    (SELECT json_group_array(k.key) FROM record_keys k \
     WHERE k.tenant = r.tenant AND k.kind = r.kind AND k.id = r.id)";

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<StoredRecord> {
    Ok(StoredRecord {
        tenant: row.get(0)?,
        kind: row.get(1)?,
        id: row.get(2)?,
        owner: row.get(3)?,
        owner_roles: json(row, 4)?,
        state: row.get(5)?,
        version: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
        relations: {
            let relations: serde_json::Map<String, serde_json::Value> = json(row, 9)?;
            let ids = |value| serde_json::from_value(value).map_err(|error| broken(9, error));
            let relations = relations.into_iter();
            relations
                .map(|(name, value)| Ok((name, ids(value)?)))
                .collect::<rusqlite::Result<_>>()?
        },
        document: row.get(10)?,
        choices: row.get(11)?,
        forced: row.get(12)?,
        keys: json(row, 13)?,
    })
}

fn json<T: for<'t> serde::Deserialize<'t>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| broken(column, error))
}

fn broken(column: usize, error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

fn relations(record: &StoredRecord) -> String {
    let pairs = record.relations.iter().cloned();
    let map: serde_json::Map<_, _> = pairs.map(|(name, ids)| (name, ids.into())).collect();
    serde_json::Value::Object(map).to_string()
}

impl SqliteStore {
    fn one(
        &self,
        condition: &str,
        parameters: [&str; 3],
    ) -> Result<Option<StoredRecord>, StoreError> {
        let query = format!("SELECT {COLUMNS} FROM records r WHERE {condition}");
        let connection = self.connection();
        let mut query = connection.prepare_cached(&query).map_err(store_error)?;
        query
            .query_row(parameters, read)
            .optional()
            .map_err(store_error)
    }

    /// One transaction: all of it happens, or nothing.
    fn change(
        &self,
        make: impl FnOnce(&Transaction<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(store_error)?;
        make(&transaction)?;
        transaction.commit().map_err(store_error)
    }
}

/// Refuses unless the record is at a version.
fn at_version(connection: &Connection, address: [&str; 3], version: i64) -> Result<(), StoreError> {
    let query = "SELECT version FROM records WHERE tenant = ?1 AND kind = ?2 AND id = ?3";
    let stored: Option<i64> = connection
        .query_row(query, address, |row| row.get(0))
        .optional()
        .map_err(store_error)?;
    match stored {
        None => Err(StoreError::NotFound),
        Some(stored) if stored == version => Ok(()),
        Some(current) => Err(StoreError::Conflict { current }),
    }
}

fn put_keys(connection: &Connection, record: &StoredRecord) -> Result<(), StoreError> {
    let address = [&record.tenant, &record.kind, &record.id];
    let delete = "DELETE FROM record_keys WHERE tenant = ?1 AND kind = ?2 AND id = ?3";
    connection.execute(delete, address).map_err(store_error)?;
    for key in &record.keys {
        let insert = "INSERT INTO record_keys (tenant, kind, key, id) VALUES (?1, ?2, ?3, ?4) \
            ON CONFLICT DO NOTHING";
        let made = connection
            .execute(insert, [&record.tenant, &record.kind, key, &record.id])
            .map_err(store_error)?;
        if made == 0 {
            let what = key.split('=').next().unwrap_or_default().to_owned();
            return Err(StoreError::UniqueViolation { what });
        }
    }
    Ok(())
}

fn put(connection: &Connection, record: &StoredRecord, query: &str) -> Result<usize, StoreError> {
    let roles = serde_json::Value::from(record.owner_roles.clone()).to_string();
    connection
        .execute(
            query,
            params![
                record.tenant,
                record.kind,
                record.id,
                record.owner,
                roles,
                record.state,
                record.version,
                record.created_at,
                record.updated_at,
                relations(record),
                record.document,
                record.choices,
                record.forced,
            ],
        )
        .map_err(store_error)
}

#[async_trait]
impl Records for SqliteStore {
    async fn get(
        &self,
        tenant: &str,
        kind: &str,
        id: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        self.one(
            "r.tenant = ?1 AND r.kind = ?2 AND r.id = ?3",
            [tenant, kind, id],
        )
    }

    async fn find(
        &self,
        tenant: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        let condition = "(r.tenant, r.kind, r.id) IN (SELECT tenant, kind, id FROM record_keys \
            WHERE tenant = ?1 AND kind = ?2 AND key = ?3)";
        self.one(condition, [tenant, kind, key])
    }

    async fn insert(&self, record: &StoredRecord) -> Result<(), StoreError> {
        self.change(|transaction| {
            let query = "INSERT INTO records (tenant, kind, id, owner, owner_roles, state, version, \
                created_at, updated_at, relations, document, choices, forced) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) \
                ON CONFLICT DO NOTHING";
            if put(transaction, record, query)? == 0 {
                let what = "id".to_owned();
                return Err(StoreError::UniqueViolation { what });
            }
            put_keys(transaction, record)
        })
    }

    async fn replace(&self, record: &StoredRecord) -> Result<(), StoreError> {
        let address = [&*record.tenant, &record.kind, &record.id];
        self.change(|transaction| {
            at_version(transaction, address, record.version - 1)?;
            let query = "UPDATE records SET owner = ?4, owner_roles = ?5, state = ?6, version = ?7, \
                created_at = ?8, updated_at = ?9, relations = ?10, document = ?11, choices = ?12, \
                forced = ?13 WHERE tenant = ?1 AND kind = ?2 AND id = ?3";
            put(transaction, record, query)?;
            put_keys(transaction, record)
        })
    }

    async fn delete(
        &self,
        tenant: &str,
        kind: &str,
        id: &str,
        version: i64,
    ) -> Result<(), StoreError> {
        let address = [tenant, kind, id];
        self.change(|transaction| {
            at_version(transaction, address, version)?;
            let query = "DELETE FROM records WHERE tenant = ?1 AND kind = ?2 AND id = ?3";
            transaction.execute(query, address).map_err(store_error)?;
            Ok(())
        })
    }

    async fn list(
        &self,
        selection: &Selection<'_>,
        page: PageRequest<'_>,
    ) -> Result<Page, StoreError> {
        list(&self.connection(), selection, page)
    }
}
