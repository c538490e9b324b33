CREATE TABLE records (
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    owner TEXT,
    owner_roles TEXT NOT NULL,
    state TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    relations TEXT NOT NULL,
    document TEXT NOT NULL,
    choices TEXT NOT NULL,
    forced TEXT NOT NULL,
    PRIMARY KEY (tenant, kind, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX records_by_kind ON records (kind, id, tenant);
CREATE INDEX records_by_owner ON records (tenant, kind, owner);

CREATE TABLE record_keys (
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (tenant, kind, key),
    FOREIGN KEY (tenant, kind, id) REFERENCES records (tenant, kind, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX record_keys_by_record ON record_keys (tenant, kind, id);
