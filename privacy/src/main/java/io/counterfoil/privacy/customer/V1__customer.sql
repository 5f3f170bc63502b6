CREATE TABLE privacy.customer (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    created_at  timestamptz NOT NULL,
    erased_at   timestamptz,
    PRIMARY KEY (merchant_id, id)
);
