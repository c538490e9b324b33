-- How far people have seen what happened: to one record, or to everything where none is named.
CREATE TABLE marks (
    tenant text COLLATE "C" NOT NULL,
    person text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    place bigint NOT NULL,
    PRIMARY KEY (tenant, person, kind, record)
);
