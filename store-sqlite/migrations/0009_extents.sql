-- How far an erasure went: to everything about the person, or to what they own.
ALTER TABLE erasures ADD COLUMN extent TEXT NOT NULL DEFAULT 'everywhere';
