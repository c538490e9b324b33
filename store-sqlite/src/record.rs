//! The port that reads records.

use async_trait::async_trait;
use profilekit::store::{
    Address, Count, Page, PageRequest, Records, Section, Selection, Slot, StoreError, StoredRecord,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::column::{all, limit, read_digest, read_list, read_relations};
use crate::list::{count, list};
use crate::store::SqliteStore;

/// The columns of a record, in the order in which [`Reading`] takes them; its owner and where it is
/// follow where they are not known before.
macro_rules! columns {
    () => {
        "r.number, r.plain, r.id, r.owner_roles, r.state, r.version, r.created_at, r.updated_at, \
         r.relations, r.document"
    };
}

pub(crate) use columns;

/// The place of a column that follows.
pub(crate) const NEXT: usize = 10;

/// What stands where nothing is said about who sees a record or where its values come from.
pub(crate) const NOTHING: &str = "{}";

/// Where an owner or a part of an address comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'p> {
    /// It is the same for all records.
    Known(&'p str),
    /// It is in a column.
    Column(usize),
}

impl Place<'_> {
    fn read(self, row: &Row<'_>) -> rusqlite::Result<String> {
        match self {
            Self::Known(text) => Ok(text.to_owned()),
            Self::Column(column) => row.get(column),
        }
    }

    fn read_owner(self, row: &Row<'_>) -> rusqlite::Result<Option<String>> {
        match self {
            Self::Known(text) => Ok(Some(text.to_owned())),
            Self::Column(column) => row.get(column),
        }
    }
}

/// How rows become records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'r> {
    pub(crate) connection: &'r Connection,
    pub(crate) tenant: Place<'r>,
    pub(crate) kind: Place<'r>,
    pub(crate) owner: Place<'r>,
}

impl Reading<'_> {
    /// The record of a row.
    pub(crate) fn record(&self, row: &Row<'_>) -> rusqlite::Result<StoredRecord> {
        let record = StoredRecord {
            address: Address {
                tenant: self.tenant.read(row)?,
                kind: self.kind.read(row)?,
                id: row.get(2)?,
            },
            owner: self.owner.read_owner(row)?,
            owner_roles: read_list(row, 3)?,
            state: row.get(4)?,
            version: row.get(5)?,
            created_at: row.get(6)?,
            updated_at: row.get(7)?,
            relations: read_relations(row, 8)?,
            document: row.get(9)?,
            archived_at: None,
            draft: false,
            choices: NOTHING.into(),
            forced: NOTHING.into(),
            provenance: NOTHING.into(),
        };
        if row.get(1)? {
            return Ok(record);
        }
        self.whole(record, row.get(0)?)
    }

    /// The record with what few records have.
    fn whole(&self, record: StoredRecord, number: i64) -> rusqlite::Result<StoredRecord> {
        let sql = "SELECT archived_at, draft, choices, forced, provenance
            FROM records WHERE number = ?1";
        let mut rest = self.connection.prepare_cached(sql)?;
        rest.query_row([number], |row| {
            Ok(StoredRecord {
                archived_at: row.get(0)?,
                draft: row.get(1)?,
                choices: row.get::<_, String>(2)?.into(),
                forced: row.get::<_, String>(3)?.into(),
                provenance: row.get::<_, String>(4)?.into(),
                ..record
            })
        })
    }
}

fn read_section(row: &Row<'_>) -> rusqlite::Result<Section> {
    Ok(Section {
        name: row.get(0)?,
        hash: read_digest(row, 1)?,
        body: row.get(2)?,
    })
}

const GET: &str = concat!(
    "SELECT ",
    columns!(),
    ", r.owner FROM records r WHERE r.kind = ?1 AND r.id = ?2 AND r.tenant = ?3"
);

const FIND: &str = concat!(
    "SELECT ",
    columns!(),
    ", r.owner FROM record_keys k CROSS JOIN records r ON r.number = k.record
     WHERE k.kind = ?1 AND k.tenant = ?2 AND k.key = ?3"
);

const OWNED: &str = concat!(
    "SELECT ",
    columns!(),
    ", r.kind FROM records r INDEXED BY records_by_owner
     WHERE r.owner = ?1 AND r.tenant = ?2 AND (r.kind, r.id) > (?3, ?4)
     ORDER BY r.kind, r.id LIMIT ?5"
);

const TAKEN: &str = "SELECT from_at, until_at FROM record_slots
    WHERE tenant = ?1 AND kind = ?2 AND key = ?3 AND until_at > ?4 AND from_at < ?5
    ORDER BY from_at";

const SECTIONS: &str = "SELECT s.name, s.hash, s.body FROM record_sections s
    WHERE s.record = (SELECT number FROM records WHERE kind = ?1 AND id = ?2 AND tenant = ?3)
    ORDER BY s.name";

fn reading<'r>(connection: &'r Connection, tenant: &'r str, kind: &'r str) -> Reading<'r> {
    Reading {
        connection,
        tenant: Place::Known(tenant),
        kind: Place::Known(kind),
        owner: Place::Column(NEXT),
    }
}

#[async_trait]
impl Records for SqliteStore {
    async fn get(&self, address: &Address) -> Result<Option<StoredRecord>, StoreError> {
        let Address { tenant, kind, id } = address;
        self.read(|connection| {
            let mut get = connection.prepare_cached(GET)?;
            let reading = reading(connection, tenant, kind);
            let found = get.query_row([kind, id, tenant], |row| reading.record(row));
            Ok(found.optional()?)
        })
    }

    async fn find(
        &self,
        tenant: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(FIND)?;
            let reading = reading(connection, tenant, kind);
            let found = find.query_row([kind, tenant, key], |row| reading.record(row));
            Ok(found.optional()?)
        })
    }

    async fn taken(
        &self,
        tenant: &str,
        kind: &str,
        within: &Slot,
    ) -> Result<Vec<Slot>, StoreError> {
        let Slot { key, from, until } = within;
        self.read(|connection| {
            let mut taken = connection.prepare_cached(TAKEN)?;
            let rows = taken.query_map(params![tenant, kind, key, from, until], |row| {
                let (from, until) = (row.get(0)?, row.get(1)?);
                let key = key.clone();
                Ok(Slot { key, from, until })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    async fn list(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Page, StoreError> {
        self.read(|connection| list(connection, selection, request))
    }

    async fn count(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Count, StoreError> {
        self.read(|connection| count(connection, selection, request))
    }

    async fn owned(
        &self,
        tenant: &str,
        owner: &str,
        after: Option<&Address>,
        most: usize,
    ) -> Result<Page, StoreError> {
        // Kinds have names: nothing stands before the empty one.
        let (kind, id) = match after {
            Some(after) if after.tenant == tenant => (&*after.kind, &*after.id),
            Some(after) if &*after.tenant > tenant => return Ok(Page::default()),
            _ => ("", ""),
        };
        let one_more = limit(most.saturating_add(1));
        let parameters = params![owner, tenant, kind, id, one_more];
        let mut records = self.read(|connection| {
            let reading = Reading {
                connection,
                tenant: Place::Known(tenant),
                kind: Place::Column(NEXT),
                owner: Place::Known(owner),
            };
            all(connection, OWNED, parameters, |row| reading.record(row))
        })?;
        let more = records.len() > most;
        records.truncate(most);
        Ok(Page { records, more })
    }

    async fn sections(&self, address: &Address) -> Result<Vec<Section>, StoreError> {
        let Address { tenant, kind, id } = address;
        self.read(|connection| all(connection, SECTIONS, [kind, id, tenant], read_section))
    }
}
