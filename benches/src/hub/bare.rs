//! What the hub is measured beside: the same rows and bytes, written by hand.

use std::cell::Cell;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

/// A file with the rows that one change writes, and nothing else.
pub(crate) struct Bare {
    connection: Connection,
    link: Cell<i64>,
}

const TABLES: &str = "
    CREATE TABLE records (id TEXT PRIMARY KEY, owner TEXT NOT NULL, version INTEGER NOT NULL,
        updated_at INTEGER NOT NULL, document TEXT NOT NULL) STRICT;
    CREATE INDEX records_by_owner ON records (owner, id);
    CREATE TABLE sections (record TEXT NOT NULL, name TEXT NOT NULL, hash BLOB NOT NULL,
        body TEXT NOT NULL, PRIMARY KEY (record, name)) STRICT, WITHOUT ROWID;
    CREATE TABLE versions (record TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
        document TEXT NOT NULL, PRIMARY KEY (record, version)) STRICT, WITHOUT ROWID;
    CREATE TABLE events (sequence INTEGER PRIMARY KEY, delivery INTEGER NOT NULL, id TEXT NOT NULL,
        name TEXT NOT NULL, record TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
        data TEXT NOT NULL, holder TEXT, until_at INTEGER) STRICT;
    CREATE INDEX events_pending ON events (sequence) WHERE delivery = 0;
    CREATE TABLE links (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, hash BLOB NOT NULL,
        commitment BLOB NOT NULL, id TEXT NOT NULL, action TEXT NOT NULL, record TEXT NOT NULL,
        version INTEGER NOT NULL, rule TEXT NOT NULL, fields TEXT NOT NULL, salt BLOB NOT NULL,
        actor TEXT NOT NULL) STRICT;";

const UUID: &str = "0198f1c2-7b3a-7c4d-8e5f-0123456789ab";

/// The bytes of one change.
pub(crate) struct Bytes<'b> {
    pub(crate) id: &'b str,
    pub(crate) version: i64,
    pub(crate) document: &'b str,
    pub(crate) section: &'b str,
}

impl Bare {
    pub(crate) fn open(path: &Path, synchronous: &str) -> Self {
        let connection = Connection::open(path).expect("the file opens");
        let wal = connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()));
        wal.expect("the journal is ahead");
        let synchronous = connection.pragma_update(None, "synchronous", synchronous);
        synchronous.expect("it is set");
        let secure = connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()));
        secure.expect("it is set");
        connection.execute_batch(TABLES).expect("tables are made");
        connection.set_prepared_statement_cache_capacity(64);
        Self {
            connection,
            link: Cell::new(0),
        }
    }

    pub(crate) fn insert(&self, id: &str, owner: &str, document: &str) {
        let sql = "INSERT INTO records (id, owner, version, updated_at, document)
            VALUES (?1, ?2, 1, 0, ?3)";
        let mut insert = self.connection.prepare_cached(sql).expect("it is SQL");
        insert.execute([id, owner, document]).expect("it is new");
    }

    pub(crate) fn all(&self, work: impl FnOnce(&Self)) {
        self.connection
            .execute_batch("BEGIN IMMEDIATE")
            .expect("it begins");
        work(self);
        self.connection.execute_batch("COMMIT").expect("it ends");
    }

    /// Several changes in one transaction.
    pub(crate) fn changes(&self, all: &[Bytes<'_>]) {
        self.connection
            .execute_batch("BEGIN IMMEDIATE")
            .expect("it begins");
        for bytes in all {
            self.link.set(self.link.get() + 1);
            self.five_rows(bytes);
        }
        self.connection.execute_batch("COMMIT").expect("it ends");
    }

    fn five_rows(&self, bytes: &Bytes<'_>) {
        let Bytes {
            id,
            version,
            document,
            section,
        } = bytes;
        let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
            let mut statement = self.connection.prepare_cached(sql).expect("it is SQL");
            statement.execute(values).expect("it is written");
        };
        let (hash, salt, now) = ([7u8; 32], [7u8; 16], 1_700_000_000_000_000i64);
        run(
            "UPDATE records SET version = ?2, updated_at = ?3, document = ?4 WHERE id = ?1",
            params![id, version, now, document],
        );
        run(
            "INSERT INTO sections (record, name, hash, body) VALUES (?1, 'basics', ?2, ?3)
             ON CONFLICT DO UPDATE SET hash = excluded.hash, body = excluded.body",
            params![id, hash, section],
        );
        run(
            "INSERT INTO versions (record, version, at, document) VALUES (?1, ?2, ?3, ?4)",
            params![id, version, now, document],
        );
        run(
            "INSERT INTO events (delivery, id, name, record, version, at, data)
             VALUES (0, ?1, 'builder_profile.updated', ?2, ?3, ?4, ?5)",
            params![UUID, id, version, now, r#"{"fields":["/basics/headline"]}"#],
        );
        run(
            "INSERT INTO links (number, at, hash, commitment, id, action, record, version, rule,
                fields, salt, actor)
             VALUES (?1, ?2, ?3, ?3, ?4, 'builder_profile.update', ?5, ?6, 'own-builder-profile',
                ?7, ?8, 'builder-1')",
            params![
                self.link.get(),
                now,
                hash,
                UUID,
                id,
                version,
                r#"["/basics/headline"]"#,
                salt
            ],
        );
    }

    pub(crate) fn document(&self, id: &str) -> usize {
        let sql = "SELECT document FROM records WHERE id = ?1";
        let mut select = self.connection.prepare_cached(sql).expect("it is SQL");
        let found = select.query_row([id], |row| row.get::<_, String>(0));
        found
            .optional()
            .expect("it is read")
            .map_or(0, |text| text.len())
    }

    /// Claims what waits and marks it as delivered.
    pub(crate) fn deliver(&self, limit: i64) -> u64 {
        let sql = "UPDATE events SET holder = ?2, until_at = ?3 WHERE sequence IN (
                SELECT sequence FROM events
                WHERE delivery = 0 AND (until_at IS NULL OR until_at < ?4)
                ORDER BY sequence LIMIT ?1)
            RETURNING sequence, id, name, record, version, at, data";
        self.connection
            .execute_batch("BEGIN IMMEDIATE")
            .expect("it begins");
        let mut select = self.connection.prepare_cached(sql).expect("it is SQL");
        let now = 1_700_000_000_000_000i64;
        let claim = params![limit, UUID, now + 30_000_000, now];
        let rows = select.query_map(claim, |row| {
            let data: String = row.get(6)?;
            Ok((row.get::<_, i64>(0)?, data.len()))
        });
        let rows: Vec<(i64, usize)> = rows.expect("it is read").map_while(Result::ok).collect();
        self.connection.execute_batch("COMMIT").expect("it ends");
        self.connection
            .execute_batch("BEGIN IMMEDIATE")
            .expect("it begins");
        let sql = "UPDATE events SET delivery = 1, holder = NULL, until_at = NULL
            WHERE sequence = ?1";
        let mut mark = self.connection.prepare_cached(sql).expect("it is SQL");
        for (sequence, _) in &rows {
            mark.execute([sequence]).expect("it is marked");
        }
        self.connection.execute_batch("COMMIT").expect("it ends");
        rows.len().try_into().unwrap_or_default()
    }

    pub(crate) fn wait_again(&self) {
        self.connection
            .execute_batch("UPDATE events SET delivery = 0")
            .expect("they wait again");
    }

    /// Says of everything that was announced that it arrived.
    pub(crate) fn settle(&self) {
        self.connection
            .execute_batch("UPDATE events SET delivery = 1")
            .expect("they are settled");
    }

    pub(crate) fn announce(&self, id: &str, version: i64) {
        let sql = "INSERT INTO events (delivery, id, name, record, version, at, data)
            VALUES (0, ?1, 'builder_profile.updated', ?2, ?3, 0, '{}')";
        let mut insert = self.connection.prepare_cached(sql).expect("it is SQL");
        insert
            .execute(params![UUID, id, version])
            .expect("it is written");
    }

    /// Fifty records of an owner behind one of them.
    pub(crate) fn fifty(&self, owner: &str, after: &str) -> u64 {
        let sql = "SELECT id, owner, version, updated_at, document FROM records
            WHERE owner = ?1 AND id > ?2 ORDER BY id LIMIT 50";
        let mut select = self.connection.prepare_cached(sql).expect("it is SQL");
        let rows = select.query_map([owner, after], |row| {
            let (id, owner): (String, String) = (row.get(0)?, row.get(1)?);
            let document: String = row.get(4)?;
            Ok(id.len() + owner.len() + document.len())
        });
        let read = rows
            .expect("it is read")
            .map_while(Result::ok)
            .sum::<usize>();
        read.try_into().unwrap_or_default()
    }
}
