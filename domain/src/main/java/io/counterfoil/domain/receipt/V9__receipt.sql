CREATE TABLE domain.receipt (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    payment_id  uuid        NOT NULL,
    signed      text        NOT NULL,
    signature   text        NOT NULL,
    issued_at   timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
);

CREATE TABLE domain.receipt_secret (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    sealed      bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz,
    PRIMARY KEY (merchant_id, id)
);
