-- A change of a record leaves its indexes alone where nothing changed that they hold: PostgreSQL
-- writes the row's new form beside the old one then, where the page has room for it. For that, no
-- index may depend on what every change changes: whether the document is there as `jsonb` is a
-- column of its own, and changes are found by the hour.
--
-- A generated column cannot say whether another one is empty: a trigger fills both, and only where
-- the document is another one.
ALTER TABLE records ALTER COLUMN content DROP EXPRESSION;

ALTER TABLE records
    ADD COLUMN searchable boolean NOT NULL DEFAULT true,
    ADD COLUMN updated_hour bigint NOT NULL GENERATED ALWAYS AS (updated_at / 3600000000) STORED;

UPDATE records SET searchable = false WHERE content IS NULL;

DROP INDEX records_unsearchable;
DROP INDEX records_by_change;
CREATE INDEX records_unsearchable ON records (kind, id, tenant) WHERE NOT searchable;
CREATE INDEX records_by_change ON records (tenant, kind, updated_hour);

DROP FUNCTION searchable(text);

-- Nothing where jsonb cannot hold the document: an escaped U+0000, a number beyond its range.
CREATE FUNCTION fill_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.document = OLD.document THEN
        NEW.content := OLD.content;
        NEW.searchable := OLD.searchable;
        RETURN NEW;
    END IF;
    BEGIN
        NEW.content := NEW.document::jsonb;
    EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
        NEW.content := NULL;
    END;
    NEW.searchable := NEW.content IS NOT NULL;
    RETURN NEW;
END
$$;

CREATE TRIGGER fill_content BEFORE INSERT OR UPDATE OF document, content, searchable ON records
    FOR EACH ROW EXECUTE FUNCTION fill_content();

-- Room for a row's next form; it holds for pages from now on.
ALTER TABLE records SET (fillfactor = 70);
ALTER TABLE sections SET (fillfactor = 70);
