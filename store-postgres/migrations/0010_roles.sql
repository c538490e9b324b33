-- When a member's roles were changed last, whatever else was.
ALTER TABLE members ADD COLUMN roles_at bigint NOT NULL DEFAULT 0;
UPDATE members SET roles_at = updated_at;
