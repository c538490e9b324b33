-- Records keep their documents, which are long, in rows by number; what belongs to one names that
-- number. Their first form is copied and dropped.
ALTER TABLE records RENAME TO first_records;
ALTER TABLE record_keys RENAME TO first_record_keys;

CREATE TABLE records (
    number INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    owner TEXT,
    owner_roles TEXT NOT NULL,
    state TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER,
    draft INTEGER NOT NULL,
    relations TEXT NOT NULL,
    choices TEXT NOT NULL,
    forced TEXT NOT NULL,
    provenance TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;

INSERT INTO records (tenant, kind, id, owner, owner_roles, state, version, created_at, updated_at,
    archived_at, draft, relations, choices, forced, provenance, document)
SELECT tenant, kind, id, owner, owner_roles, state, version, created_at, updated_at,
    NULL, 0, relations, choices, forced, '{}', document
FROM first_records ORDER BY kind, id, tenant;

CREATE TABLE record_relations (
    other TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    id TEXT NOT NULL,
    tenant TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
    PRIMARY KEY (other, kind, name, id, tenant)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO record_relations (other, kind, name, id, tenant, record)
SELECT other.value, r.kind, relation.key, r.id, r.tenant, r.number
FROM records r, json_each(r.relations) relation, json_each(relation.value) other;

CREATE TABLE record_keys (
    kind TEXT NOT NULL,
    tenant TEXT NOT NULL,
    key TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
    PRIMARY KEY (kind, tenant, key)
) STRICT, WITHOUT ROWID;

INSERT INTO record_keys (kind, tenant, key, record)
SELECT k.kind, k.tenant, k.key, r.number
FROM first_record_keys k
JOIN records r ON r.kind = k.kind AND r.id = k.id AND r.tenant = k.tenant;

DROP TABLE first_record_keys;
DROP TABLE first_records;

CREATE UNIQUE INDEX records_by_id ON records (kind, id, tenant);
-- Products with one tenant do not pay for those with many.
CREATE INDEX records_by_tenant ON records (kind, tenant, id) WHERE tenant <> '';
CREATE INDEX records_by_owner ON records (owner, kind, id, tenant) WHERE owner IS NOT NULL;
CREATE INDEX records_by_state ON records (kind, state, id, tenant) WHERE state IS NOT NULL;
CREATE INDEX records_by_tenant_and_state ON records (kind, tenant, state, id)
    WHERE tenant <> '' AND state IS NOT NULL;
CREATE INDEX record_relations_by_record ON record_relations (record);
CREATE INDEX record_keys_by_record ON record_keys (record);

-- The end comes first: of what one key holds, most lies behind.
CREATE TABLE record_slots (
    kind TEXT NOT NULL,
    tenant TEXT NOT NULL,
    key TEXT NOT NULL,
    until_at INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    record INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
    PRIMARY KEY (kind, tenant, key, until_at, from_at, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_slots_by_record ON record_slots (record);

CREATE TABLE record_sections (
    record INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hash BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (record, name)
) STRICT, WITHOUT ROWID;

-- Who made versions, each once: a person who is erased loses the name here, in one row.
CREATE TABLE authors (
    number INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX authors_by_name ON authors (tenant, name) WHERE name <> '';

-- The newest version has the record's own document: only when the next one takes its place does it
-- get one.
CREATE TABLE record_versions (
    record INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author INTEGER,
    document INTEGER,
    action TEXT NOT NULL,
    fields TEXT NOT NULL,
    state TEXT,
    PRIMARY KEY (record, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE version_documents (
    number INTEGER PRIMARY KEY,
    document TEXT NOT NULL
) STRICT;

CREATE TABLE members (
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    roles TEXT NOT NULL,
    persona TEXT,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE consents (
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    source TEXT NOT NULL,
    given INTEGER NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (tenant, user, id)
) STRICT, WITHOUT ROWID;

-- Delivery: 0 pending, 1 delivered, 2 given up, 3 forgotten, -1 pending and new. The newest event
-- is emptied instead of deleted when it is forgotten, so that no place is given twice. New ones are put
-- into the index of pending ones many at a time.
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    delivery INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    holder TEXT,
    until_at INTEGER,
    at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    error TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;

CREATE INDEX events_pending ON events (sequence, at) WHERE delivery = 0;
CREATE INDEX events_settled ON events (delivery, at) WHERE delivery > 0;
CREATE INDEX events_settled_by_id ON events (id) WHERE delivery > 0;
CREATE INDEX events_settled_by_record ON events (record, kind, tenant) WHERE delivery > 0;

-- One chain. What names a person is emptied when it is erased. Links are filed, which puts them
-- into the indexes, many at a time.
CREATE TABLE links (
    number INTEGER PRIMARY KEY,
    filed INTEGER NOT NULL,
    at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    hash BLOB NOT NULL,
    commitment BLOB NOT NULL,
    id TEXT NOT NULL,
    tenant TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    fields TEXT NOT NULL,
    request TEXT NOT NULL,
    salt BLOB,
    actor TEXT,
    behalf TEXT,
    about TEXT
) STRICT;

CREATE INDEX links_by_time ON links (at) WHERE filed = 1;
CREATE INDEX links_by_tenant ON links (tenant, at) WHERE filed = 1;
CREATE INDEX links_by_record ON links (record, kind, at) WHERE filed = 1;
CREATE INDEX links_by_actor ON links (actor, at) WHERE filed = 1 AND actor IS NOT NULL;
CREATE INDEX links_by_behalf ON links (behalf) WHERE filed = 1 AND behalf <> '';
CREATE INDEX links_by_about ON links (about) WHERE filed = 1 AND about <> '';

CREATE TABLE checkpoints (
    chain INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (chain, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE accesses (
    tenant TEXT NOT NULL,
    owner TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    viewer TEXT NOT NULL,
    behalf TEXT NOT NULL,
    fields TEXT NOT NULL,
    why TEXT NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (tenant, owner, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX accesses_by_time ON accesses (at);
CREATE INDEX accesses_by_viewer ON accesses (viewer) WHERE viewer <> '';
CREATE INDEX accesses_by_behalf ON accesses (behalf) WHERE behalf <> '';

CREATE TABLE remembered (
    tenant TEXT NOT NULL,
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    request BLOB NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (tenant, actor, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX remembered_by_time ON remembered (at);

CREATE TABLE received (
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE erasures (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    id TEXT NOT NULL,
    tenant TEXT NOT NULL,
    person TEXT NOT NULL,
    records TEXT NOT NULL
) STRICT;

CREATE INDEX erasures_by_time ON erasures (at, id);

CREATE TABLE rights (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
    name TEXT PRIMARY KEY,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
