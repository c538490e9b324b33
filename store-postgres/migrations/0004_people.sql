CREATE TABLE members (
    tenant text COLLATE "C" NOT NULL,
    person text COLLATE "C" NOT NULL,
    roles text NOT NULL,
    persona text COLLATE "C",
    version bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (tenant, person)
);

CREATE TABLE consents (
    tenant text COLLATE "C" NOT NULL,
    person text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    purpose text NOT NULL,
    source text NOT NULL,
    given boolean NOT NULL,
    at bigint NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (tenant, person, id)
);

CREATE TABLE accesses (
    tenant text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    viewer text COLLATE "C" NOT NULL,
    behalf text COLLATE "C" NOT NULL,
    fields text NOT NULL,
    why text NOT NULL,
    request text NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX accesses_by_owner ON accesses (tenant, owner, id);
CREATE INDEX accesses_by_viewer ON accesses (tenant, viewer);
CREATE INDEX accesses_by_behalf ON accesses (tenant, behalf) WHERE behalf <> '';
CREATE INDEX accesses_by_time ON accesses (at);

CREATE TABLE remembered (
    tenant text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    request bytea NOT NULL,
    answer text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (tenant, actor, key)
);

CREATE INDEX remembered_by_time ON remembered (at);

CREATE TABLE received (
    source text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (source, id)
);

CREATE TABLE erasures (
    tenant text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    person text COLLATE "C" NOT NULL,
    records text NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX erasures_by_time ON erasures (at, id);

CREATE TABLE rights (
    name text COLLATE "C" PRIMARY KEY,
    holder text COLLATE "C" NOT NULL,
    until bigint NOT NULL
);

CREATE TABLE jobs (
    name text COLLATE "C" PRIMARY KEY,
    state text NOT NULL
);
