-- The access log in the order in which it is written: owners are found by an index of their own,
-- which is small, so that reads of many people's data write few pages.

ALTER TABLE accesses RENAME TO accesses_before;
DROP INDEX accesses_by_time;
DROP INDEX accesses_by_viewer;
DROP INDEX accesses_by_behalf;

CREATE TABLE accesses (
    number INTEGER PRIMARY KEY,
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
    UNIQUE (id, tenant)
) STRICT;

INSERT INTO accesses (tenant, owner, id, at, kind, record, viewer, behalf, fields, why, request)
SELECT tenant, owner, id, at, kind, record, viewer, behalf, fields, why, request
FROM accesses_before ORDER BY id;

DROP TABLE accesses_before;

CREATE INDEX accesses_by_owner ON accesses (owner, tenant, id);
CREATE INDEX accesses_by_time ON accesses (at);
CREATE INDEX accesses_by_viewer ON accesses (viewer) WHERE viewer <> '';
CREATE INDEX accesses_by_behalf ON accesses (behalf) WHERE behalf <> '';
