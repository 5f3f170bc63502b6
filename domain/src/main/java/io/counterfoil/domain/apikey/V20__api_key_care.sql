-- Which derived key a hash was made with, who made the key, what followed it, and what is known of its safety.
ALTER TABLE domain.api_key
    ADD COLUMN hash_key_id      smallint NOT NULL DEFAULT 1,
    ADD COLUMN created_by       text     NOT NULL DEFAULT 'system',
    ADD COLUMN successor_id     uuid,
    ADD COLUMN exposed_at       timestamptz,
    ADD COLUMN exposed_by       text,
    ADD COLUMN browser_seen_at  timestamptz,
    ADD COLUMN plain_seen_at    timestamptz,
    ADD COLUMN unused_told_at   timestamptz,
    ADD CONSTRAINT api_key_exposed_is_revoked CHECK (exposed_at IS NULL OR revoked_at IS NOT NULL);

-- A key that ended never works again, whatever a program, or a person with SQL, tries.
CREATE FUNCTION domain.api_key_stays_dead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a revoked API key stays revoked' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER api_key_stays_dead BEFORE UPDATE ON domain.api_key FOR EACH ROW
    WHEN (OLD.revoked_at IS NOT NULL
          AND (NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
               OR NEW.secret_hash <> OLD.secret_hash
               OR (OLD.exposed_at IS NOT NULL AND NEW.exposed_at IS NULL)))
    EXECUTE FUNCTION domain.api_key_stays_dead();
