-- Texts and bodies of JSON are compressed by LZ4 where the server has it: a document of 3 KB in a
-- tenth of the time that PGLZ takes, in hardly more room. What is stored already stays as it is
-- until it is written again.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
    ) THEN
        ALTER TABLE records ALTER COLUMN document SET COMPRESSION lz4;
        ALTER TABLE records ALTER COLUMN content SET COMPRESSION lz4;
        ALTER TABLE versions ALTER COLUMN document SET COMPRESSION lz4;
        ALTER TABLE sections ALTER COLUMN body SET COMPRESSION lz4;
        ALTER TABLE outbox ALTER COLUMN data SET COMPRESSION lz4;
    END IF;
END
$$;
