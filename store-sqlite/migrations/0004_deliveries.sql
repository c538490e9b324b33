-- Who delivers which events until when: one row for a claim, however many events it has.
CREATE TABLE leases (
    number INTEGER PRIMARY KEY,
    holder TEXT NOT NULL,
    until_at INTEGER NOT NULL,
    events TEXT NOT NULL
) STRICT;

INSERT INTO leases (holder, until_at, events)
SELECT holder, until_at, json_group_array(sequence)
FROM events WHERE holder IS NOT NULL AND until_at IS NOT NULL GROUP BY holder, until_at;

ALTER TABLE events DROP COLUMN holder;
ALTER TABLE events DROP COLUMN until_at;

-- An event that is delivered is put into one index only, by which erasure finds it: block by block
-- of places, so that what is delivered together lies together. Those that were given up or
-- emptied are few.
DROP INDEX events_settled;
DROP INDEX events_settled_by_id;
DROP INDEX events_settled_by_record;
CREATE INDEX events_settled_by_block ON events (sequence / 2048, record) WHERE delivery > 0;
CREATE INDEX events_aside ON events (delivery, sequence) WHERE delivery > 1;
