-- Whether a record is not set aside, no draft, and nothing is said about who sees it or where its
-- values come from: then those columns need not be read.
ALTER TABLE records ADD COLUMN plain INTEGER NOT NULL DEFAULT 0;

UPDATE records SET plain = archived_at IS NULL AND draft = 0 AND choices = '{}' AND forced = '{}'
    AND provenance = '{}';
