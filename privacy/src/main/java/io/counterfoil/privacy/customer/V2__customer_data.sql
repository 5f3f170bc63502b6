-- Sealed each by itself, under the key of the person.
ALTER TABLE privacy.customer
    ADD COLUMN reference     bytea,
    ADD COLUMN email         bytea,
    ADD COLUMN name          bytea,
    ADD COLUMN phone         bytea,
    ADD COLUMN address       bytea,
    ADD COLUMN updated_at    timestamptz,
    ADD COLUMN restricted_at timestamptz,
    ADD CHECK (erased_at IS NULL
               OR (reference IS NULL AND email IS NULL AND name IS NULL AND phone IS NULL AND address IS NULL));

-- For privacy officers, who know a customer's id and not whose it is.
CREATE INDEX customer_id ON privacy.customer (id);
