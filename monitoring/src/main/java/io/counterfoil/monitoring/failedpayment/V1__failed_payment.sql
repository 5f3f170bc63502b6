CREATE TABLE monitoring.failed_payment (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    reason      text        NOT NULL,
    amount      bigint      NOT NULL,
    currency    text        NOT NULL,
    api_key_id  uuid        NOT NULL,
    failed_at   timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
