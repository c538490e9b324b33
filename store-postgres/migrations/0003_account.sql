-- The last link of each chain. Whoever adds links locks the row first.
CREATE TABLE chains (
    chain bigint PRIMARY KEY,
    number bigint NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE links (
    chain bigint NOT NULL,
    number bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    tenant text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    rule text NOT NULL,
    reason text NOT NULL,
    fields text NOT NULL,
    request text NOT NULL,
    commitment bytea NOT NULL,
    hash bytea NOT NULL,
    -- The detail: all of it is NULL once it is erased.
    salt bytea,
    actor text COLLATE "C",
    behalf text COLLATE "C",
    about text COLLATE "C",
    PRIMARY KEY (chain, number)
);

CREATE INDEX links_by_time ON links (at, chain, number);
CREATE INDEX links_by_record ON links (tenant, kind, record, at, chain, number);
CREATE INDEX links_by_tenant ON links (tenant, at, chain, number);
CREATE INDEX links_by_actor ON links (tenant, actor, at, chain, number);
CREATE INDEX links_by_behalf ON links (tenant, behalf) WHERE behalf <> '';
CREATE INDEX links_by_about ON links (tenant, about) WHERE about <> '';

CREATE TABLE checkpoints (
    chain bigint NOT NULL,
    number bigint NOT NULL,
    hash bytea NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (chain, number)
);
