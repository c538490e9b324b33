//! Lists: the kernel's filter as a condition, or record by record where it has no form in SQL.

use profilekit::access::{Columns, Dialect, Sql, SqlValue};
use profilekit::store::{Page, PageRequest, Selection, StoreError, StoredRecord};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::error::store_error;
use crate::records::{COLUMNS, read};

/// The filter's columns are those of `records r`; no tenant is stored as an empty one.
fn columns() -> Columns {
    let of = |name: &str| format!("r.{name}");
    Columns {
        id: of("id"),
        owner: of("owner"),
        tenant: "NULLIF(r.tenant, '')".to_owned(),
        state: of("state"),
        version: of("version"),
        created_at: of("created_at"),
        updated_at: of("updated_at"),
        relations: of("relations"),
        document: of("document"),
    }
}

pub(crate) fn list(
    connection: &Connection,
    selection: &Selection<'_>,
    page: PageRequest<'_>,
) -> Result<Page, StoreError> {
    let filter = selection.sql(Dialect::Sqlite, &columns());
    let exact = filter.is_some();
    let filter = filter.unwrap_or_else(|| Sql {
        text: "TRUE".to_owned(),
        params: Vec::new(),
    });
    let mut parameters: Vec<Value> = filter.params.into_iter().map(value).collect();
    let kind = parameters.len() + 1;
    let query = format!(
        "SELECT {COLUMNS} FROM records r WHERE r.kind = ?{kind} AND (r.id, r.tenant) > (?{}, ?{}) AND {} \
         ORDER BY r.id, r.tenant",
        kind + 1,
        kind + 2,
        filter.text
    );
    parameters.push(Value::Text(selection.kind().to_owned()));
    let (id, tenant) = page.after.unwrap_or_default();
    parameters.push(Value::Text(id.to_owned()));
    parameters.push(Value::Text(tenant.to_owned()));
    let mut query = connection.prepare_cached(&query).map_err(store_error)?;
    let mut rows = query
        .query(params_from_iter(parameters))
        .map_err(store_error)?;
    let mut records: Vec<StoredRecord> = Vec::new();
    while let Some(row) = rows.next().map_err(store_error)? {
        let record = read(row).map_err(store_error)?;
        if !exact && !selection.admits(&record)? {
            continue;
        }
        if records.len() == page.limit {
            return Ok(Page {
                records,
                more: true,
            });
        }
        records.push(record);
    }
    Ok(Page {
        records,
        more: false,
    })
}

fn value(value: SqlValue) -> Value {
    match value {
        SqlValue::Null => Value::Null,
        SqlValue::Bool(value) => Value::Integer(i64::from(value)),
        SqlValue::Int(value) => Value::Integer(value),
        SqlValue::Double(value) => Value::Real(value),
        SqlValue::Text(value) => Value::Text(value),
    }
}
