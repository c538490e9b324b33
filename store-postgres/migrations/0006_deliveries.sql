-- What waits to be delivered stands in a table of its own, and the outbox is a log that is only
-- added to. A row that changes is written again, and with it what stands in each index: that of
-- an event, who took it on and that it arrived, cost more than to announce it. An event that
-- neither waits nor was given up is delivered.
--
-- Half of each page is left free: whoever takes events on writes their rows again.
CREATE TABLE deliveries (
    sequence bigint PRIMARY KEY,
    tenant text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    due_at bigint NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    error text NOT NULL DEFAULT '',
    holder text COLLATE "C",
    held_until bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE INDEX deliveries_by_record ON deliveries (tenant, kind, record, sequence);

INSERT INTO deliveries
    (sequence, tenant, kind, record, at, due_at, attempts, error, holder, held_until)
SELECT sequence, tenant, kind, record, at, due_at, attempts, error, holder, held_until
FROM outbox WHERE delivery = 0;

DROP INDEX outbox_waiting;
DROP INDEX outbox_waiting_by_record;
DROP INDEX outbox_settled;

ALTER TABLE outbox
    DROP COLUMN due_at,
    DROP COLUMN holder,
    DROP COLUMN held_until,
    -- 1 delivered, once it does not wait any more; 2 given up.
    ALTER COLUMN delivery SET DEFAULT 1,
    -- How often it was tried, once it does not wait any more.
    ALTER COLUMN attempts SET DEFAULT 1;

UPDATE outbox SET delivery = 1, attempts = 1, error = '' WHERE delivery = 0;

CREATE INDEX outbox_by_time ON outbox (at);
CREATE INDEX outbox_by_record ON outbox (tenant, kind, record);
