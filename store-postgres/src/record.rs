//! The port that reads records.

use std::borrow::Cow;
use std::cmp::Ordering;

use async_trait::async_trait;
use profilekit::store::{
    Address, Count, Page, PageRequest, Records, Section, Selection, Slot, StoreError, StoredRecord,
};
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use crate::asked::{Asked, param};
use crate::error::{store_error, unreadable};
use crate::place::params;
use crate::row::{digest, value};
use crate::store::PostgresStore;

/// What is read of `records r`, in the order in which [`Reading`] takes it; its owner and where it
/// is follow where they are not known before. What is said of few records is sent of those only.
macro_rules! columns {
    () => {
        "r.id, r.owner_roles, r.state, r.version, r.created_at, r.updated_at, r.archived_at, \
         r.draft, r.relations, r.document, \
         CASE WHEN r.choices <> '{}' OR r.forced <> '{}' OR r.provenance <> '{}' \
         THEN ARRAY[r.choices, r.forced, r.provenance] END"
    };
}

pub(crate) use columns;

/// The place of a column that follows.
pub(crate) const NEXT: usize = 11;

/// What stands where nothing is said about who sees a record or where its values come from.
const NOTHING: &str = "{}";

/// Where an owner or a part of an address comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'p> {
    /// It is the same for all records.
    Known(&'p str),
    /// It is in a column.
    Column(usize),
}

impl Place<'_> {
    fn read(self, row: &Row) -> Result<String, StoreError> {
        match self {
            Self::Known(text) => Ok(text.to_owned()),
            Self::Column(column) => cell(row, column),
        }
    }

    fn read_owner(self, row: &Row) -> Result<Option<String>, StoreError> {
        match self {
            Self::Known(text) => Ok(Some(text.to_owned())),
            Self::Column(column) => cell(row, column),
        }
    }
}

/// How rows become records. Columns are taken by their places: to look for each by its name takes
/// longer than to read it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'r> {
    pub(crate) tenant: Place<'r>,
    pub(crate) kind: Place<'r>,
    pub(crate) owner: Place<'r>,
}

impl Reading<'_> {
    /// The record of a row.
    pub(crate) fn record(&self, row: &Row) -> Result<StoredRecord, StoreError> {
        let [choices, forced, provenance] = said(row)?;
        Ok(StoredRecord {
            address: Address {
                tenant: self.tenant.read(row)?,
                kind: self.kind.read(row)?,
                id: cell(row, 0)?,
            },
            owner: self.owner.read_owner(row)?,
            owner_roles: list(cell(row, 1)?)?,
            state: cell(row, 2)?,
            version: cell(row, 3)?,
            created_at: cell(row, 4)?,
            updated_at: cell(row, 5)?,
            archived_at: cell(row, 6)?,
            draft: cell(row, 7)?,
            relations: relations(cell(row, 8)?)?,
            document: cell(row, 9)?,
            choices,
            forced,
            provenance,
        })
    }

    /// The records of rows.
    pub(crate) fn records(&self, rows: &[Row]) -> Result<Vec<StoredRecord>, StoreError> {
        rows.iter().map(|row| self.record(row)).collect()
    }
}

/// A value of a row.
fn cell<'r, T: FromSql<'r>>(row: &'r Row, column: usize) -> Result<T, StoreError> {
    row.try_get(column).map_err(store_error)
}

/// What is said about who sees a record and where its values come from.
fn said(row: &Row) -> Result<[Cow<'static, str>; 3], StoreError> {
    let Some(said) = cell::<Option<Vec<String>>>(row, 10)? else {
        return Ok([NOTHING.into(), NOTHING.into(), NOTHING.into()]);
    };
    let said = <[String; 3]>::try_from(said).map_err(|_| unreadable("choices"))?;
    Ok(said.map(Cow::Owned))
}

fn list(text: &str) -> Result<Vec<String>, StoreError> {
    match text {
        "[]" => Ok(Vec::new()),
        text => serde_json::from_str(text).map_err(|_| unreadable("owner_roles")),
    }
}

fn relations(text: &str) -> Result<Vec<(String, Vec<String>)>, StoreError> {
    if text == "{}" {
        return Ok(Vec::new());
    }
    let unreadable = |_| unreadable("relations");
    let relations: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).map_err(unreadable)?;
    let relations = relations.into_iter();
    relations
        .map(|(name, ids)| Ok((name, serde_json::from_value(ids).map_err(unreadable)?)))
        .collect()
}

fn section(row: &Row) -> Result<Section, StoreError> {
    Ok(Section {
        name: value(row, "name")?,
        body: value(row, "body")?,
        hash: digest(row, "hash")?,
    })
}

/// The first rows of one more than a page has.
pub(crate) fn page(mut records: Vec<StoredRecord>, limit: usize) -> Page {
    let more = records.len() > limit;
    records.truncate(limit);
    Page { records, more }
}

const TAKEN: &str = "SELECT from_at, until_at FROM record_slots \
    WHERE tenant = $1 AND kind = $2 AND key = $3 \
    AND int8range(from_at, until_at) && int8range($4::bigint, greatest($4::bigint, $5::bigint)) ORDER BY from_at";

const GET: &str = concat!(
    "SELECT ",
    columns!(),
    ", r.owner FROM records r WHERE r.tenant = $1 AND r.kind = $2 AND r.id = $3"
);

const FIND: &str = concat!(
    "SELECT ",
    columns!(),
    ", r.owner FROM record_keys k JOIN records r USING (tenant, kind, id) \
     WHERE k.tenant = $1 AND k.kind = $2 AND k.key = $3"
);

const OWNED: &str = concat!("SELECT ", columns!(), ", r.kind FROM records r WHERE TRUE");

/// Of one address.
fn reading<'r>(tenant: &'r str, kind: &'r str) -> Reading<'r> {
    Reading {
        tenant: Place::Known(tenant),
        kind: Place::Known(kind),
        owner: Place::Column(NEXT),
    }
}

#[async_trait]
impl Records for PostgresStore {
    async fn get(&self, address: &Address) -> Result<Option<StoredRecord>, StoreError> {
        let rows = self.rows(GET, &params(address)).await?;
        let reading = reading(&address.tenant, &address.kind);
        rows.first().map(|row| reading.record(row)).transpose()
    }

    async fn find(
        &self,
        tenant: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        let params = [param(tenant), param(kind), param(key)];
        let rows = self.rows(FIND, &params).await?;
        let reading = reading(tenant, kind);
        rows.first().map(|row| reading.record(row)).transpose()
    }

    async fn taken(
        &self,
        tenant: &str,
        kind: &str,
        within: &Slot,
    ) -> Result<Vec<Slot>, StoreError> {
        let params = [
            param(tenant),
            param(kind),
            param(&within.key),
            param(within.from),
            param(within.until),
        ];
        let rows = self.rows(TAKEN, &params).await?;
        let read = |row: &Row| {
            Ok(Slot {
                key: within.key.clone(),
                from: value(row, "from_at")?,
                until: value(row, "until_at")?,
            })
        };
        rows.iter().map(read).collect()
    }

    async fn list(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Page, StoreError> {
        self.admitted(selection, request).await
    }

    async fn count(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Count, StoreError> {
        self.number_admitted(selection, request).await
    }

    async fn owned(
        &self,
        tenant: &str,
        owner: &str,
        after: Option<&Address>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let mut asked = Asked::new(OWNED.to_owned(), Vec::new());
        asked.and(
            "r.tenant = $ AND r.owner = $",
            [param(tenant), param(owner)],
        );
        if let Some(Address {
            tenant: of,
            kind,
            id,
        }) = after
        {
            let place = [param(kind), param(id)];
            // The place of another tenant is before all of this one's records, or behind them.
            match of.as_str().cmp(tenant) {
                Ordering::Less => {}
                Ordering::Equal => asked.and("(r.kind, r.id) > ($, $)", place),
                Ordering::Greater => asked.and("FALSE", []),
            }
        }
        asked.end("ORDER BY r.kind, r.id", limit.saturating_add(1));
        let rows = asked.of(self).await?;
        let reading = Reading {
            tenant: Place::Known(tenant),
            kind: Place::Column(NEXT),
            owner: Place::Known(owner),
        };
        Ok(page(reading.records(&rows)?, limit))
    }

    async fn sections(&self, address: &Address) -> Result<Vec<Section>, StoreError> {
        let query = "SELECT name, body, hash FROM sections \
            WHERE tenant = $1 AND kind = $2 AND id = $3 ORDER BY name";
        let rows = self.rows(query, &params(address)).await?;
        rows.iter().map(section).collect()
    }
}
