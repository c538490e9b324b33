-- How far an erasure went: to everything about the person, or to what they own.
ALTER TABLE erasures ADD COLUMN extent text NOT NULL DEFAULT 'everywhere';
