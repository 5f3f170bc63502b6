-- A signer that was made by itself waits for the merchant to collect its secret; until then the one before it doesn't end.
ALTER TABLE webhooks.signer
    ADD COLUMN waiting  boolean NOT NULL DEFAULT false,
    ADD COLUMN urged_at timestamptz;

CREATE INDEX signer_current ON webhooks.signer (created_at) WHERE expires_at IS NULL;
