-- The key that the others derive from, under the root key: which can be replaced, then, without touching a hash or a seal.
ALTER TABLE domain.root_key_check
    ADD COLUMN wrapped_key bytea,
    ADD COLUMN wrapped_by  text,
    ADD CHECK ((wrapped_key IS NULL) = (wrapped_by IS NULL));
