CREATE TABLE rollups (
    number INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    id TEXT NOT NULL,
    reader TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    UNIQUE (tenant, name)
) STRICT;

CREATE TABLE rollup_parts (
    rollup INTEGER NOT NULL REFERENCES rollups (number) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    states BLOB NOT NULL,
    facts BLOB NOT NULL,
    PRIMARY KEY (rollup, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_records (
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    tenant TEXT NOT NULL,
    rollup INTEGER NOT NULL REFERENCES rollups (number) ON DELETE CASCADE,
    starts TEXT NOT NULL,
    PRIMARY KEY (kind, record, tenant, rollup)
) STRICT, WITHOUT ROWID;

CREATE INDEX rollup_records_by_rollup ON rollup_records (rollup);
