//! The port that reads records.

use async_trait::async_trait;
use profilekit::store::{
    Address, Count, Page, PageRequest, Records, Section, Selection, StoreError, StoredRecord,
};
use rusqlite::{OptionalExtension, Row, params};

use crate::column::{all, limit, read_digest, read_list, read_relations};
use crate::list::{count, list};
use crate::store::SqliteStore;

/// The columns of a record, in the order in which [`read`] takes them.
macro_rules! columns {
    () => {
        "r.tenant, r.kind, r.id, r.owner, r.owner_roles, r.state, r.version, r.created_at, \
         r.updated_at, r.archived_at, r.draft, r.relations, r.choices, r.forced, r.provenance, r.document"
    };
}

pub(crate) use columns;

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<StoredRecord> {
    Ok(StoredRecord {
        address: Address {
            tenant: row.get(0)?,
            kind: row.get(1)?,
            id: row.get(2)?,
        },
        owner: row.get(3)?,
        owner_roles: read_list(row, 4)?,
        state: row.get(5)?,
        version: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
        archived_at: row.get(9)?,
        draft: row.get(10)?,
        relations: read_relations(row, 11)?,
        choices: row.get(12)?,
        forced: row.get(13)?,
        provenance: row.get(14)?,
        document: row.get(15)?,
    })
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
    " FROM records r WHERE r.kind = ?1 AND r.id = ?2 AND r.tenant = ?3"
);

const FIND: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM record_keys k CROSS JOIN records r ON r.number = k.record
     WHERE k.kind = ?1 AND k.tenant = ?2 AND k.key = ?3"
);

const OWNED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM records r INDEXED BY records_by_owner
     WHERE r.owner = ?1 AND r.tenant = ?2 AND (r.kind, r.id) > (?3, ?4)
     ORDER BY r.kind, r.id LIMIT ?5"
);

const SECTIONS: &str = "SELECT s.name, s.hash, s.body FROM record_sections s
    WHERE s.record = (SELECT number FROM records WHERE kind = ?1 AND id = ?2 AND tenant = ?3)
    ORDER BY s.name";

#[async_trait]
impl Records for SqliteStore {
    async fn get(&self, address: &Address) -> Result<Option<StoredRecord>, StoreError> {
        let Address { tenant, kind, id } = address;
        self.read(|connection| {
            let mut get = connection.prepare_cached(GET)?;
            Ok(get.query_row([kind, id, tenant], read).optional()?)
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
            Ok(find.query_row([kind, tenant, key], read).optional()?)
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
        let mut records = self.read(|connection| all(connection, OWNED, parameters, read))?;
        let more = records.len() > most;
        records.truncate(most);
        Ok(Page { records, more })
    }

    async fn sections(&self, address: &Address) -> Result<Vec<Section>, StoreError> {
        let Address { tenant, kind, id } = address;
        self.read(|connection| all(connection, SECTIONS, [kind, id, tenant], read_section))
    }
}
