CREATE TABLE outbox (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    at bigint NOT NULL,
    data text NOT NULL,
    -- 0 waits, 1 delivered, 2 given up.
    delivery bigint NOT NULL DEFAULT 0,
    attempts bigint NOT NULL DEFAULT 0,
    due_at bigint NOT NULL,
    error text NOT NULL DEFAULT '',
    holder text COLLATE "C",
    held_until bigint NOT NULL DEFAULT 0
);

-- A sequence that was never asked says 1, as one that gave 1 does: from here on what it says was
-- given.
SELECT setval('outbox_sequence_seq', 1, true);

CREATE INDEX outbox_waiting ON outbox (sequence) WHERE delivery = 0;
CREATE INDEX outbox_waiting_by_record ON outbox (tenant, kind, record, sequence) WHERE delivery = 0;
CREATE INDEX outbox_dead ON outbox (sequence) WHERE delivery = 2;
CREATE INDEX outbox_settled ON outbox (at) WHERE delivery <> 0;
CREATE INDEX outbox_by_tenant ON outbox (tenant, sequence);
CREATE INDEX outbox_by_id ON outbox (id);
