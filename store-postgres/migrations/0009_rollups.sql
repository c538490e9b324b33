CREATE TABLE rollups (
    tenant text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    reader text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    at bigint NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (tenant, name)
);

CREATE INDEX rollups_by_reader ON rollups (tenant, reader);
CREATE INDEX rollups_by_time ON rollups (at);

CREATE TABLE rollup_parts (
    tenant text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    start bigint NOT NULL,
    states bytea NOT NULL,
    facts bytea NOT NULL,
    PRIMARY KEY (tenant, name, start),
    FOREIGN KEY (tenant, name) REFERENCES rollups (tenant, name) ON DELETE CASCADE
);

CREATE TABLE rollup_records (
    tenant text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    of_tenant text COLLATE "C" NOT NULL,
    starts text NOT NULL,
    PRIMARY KEY (tenant, name, kind, record, of_tenant),
    FOREIGN KEY (tenant, name) REFERENCES rollups (tenant, name) ON DELETE CASCADE
);

CREATE INDEX rollup_records_by_record ON rollup_records (kind, record, of_tenant);
