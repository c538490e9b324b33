-- How far people have seen what happened: to one record, or to everything where none is named.
CREATE TABLE marks (
    tenant TEXT NOT NULL,
    user TEXT NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (tenant, user, kind, record)
) STRICT, WITHOUT ROWID;
