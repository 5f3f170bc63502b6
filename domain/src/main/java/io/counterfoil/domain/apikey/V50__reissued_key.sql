-- Secrets of keys that were made in the place of exposed ones, sealed, until their merchant collects them.
CREATE TABLE domain.reissued_key (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    sealed      bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
