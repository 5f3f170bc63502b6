CREATE TABLE webhooks.signer (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    endpoint_id uuid        NOT NULL,
    sealed      bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, endpoint_id) REFERENCES webhooks.endpoint (merchant_id, id) ON DELETE CASCADE
);

CREATE INDEX signer_endpoint ON webhooks.signer (merchant_id, endpoint_id);
