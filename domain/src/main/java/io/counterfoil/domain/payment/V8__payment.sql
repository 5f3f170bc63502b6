CREATE TABLE domain.payment (
    merchant_id     uuid        NOT NULL,
    id              uuid        NOT NULL,
    livemode        boolean     NOT NULL,
    status          text        NOT NULL CHECK (status IN ('processing', 'requires_capture', 'succeeded', 'failed', 'voided')),
    outcome         text        NOT NULL CHECK (outcome IN ('known', 'unknown')),
    amount          bigint      NOT NULL CHECK (amount BETWEEN 1 AND 9007199254740991),
    amount_captured bigint      NOT NULL CHECK (amount_captured BETWEEN 0 AND amount),
    amount_refunded bigint      NOT NULL DEFAULT 0,
    refunds_pending bigint      NOT NULL DEFAULT 0,
    currency        text        NOT NULL,
    payment_method  text        NOT NULL,
    capture         boolean     NOT NULL,
    order_reference text,
    customer_id     uuid,
    description     bytea,
    metadata        bytea,
    failure_code    text,
    decline_code    text,
    receipt_id      uuid,
    api_key_id      uuid        NOT NULL,
    idempotency_key text        NOT NULL,
    created_at      timestamptz NOT NULL,
    owner           uuid,
    ask_at          timestamptz,
    times_asked     integer     NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, id),
    CHECK (amount_refunded >= 0 AND refunds_pending >= 0 AND amount_refunded + refunds_pending <= amount_captured),
    CHECK ((status = 'processing') = (ask_at IS NOT NULL))
);

-- The queue of what has no end yet: in flight, orphaned or unknown.
CREATE INDEX payment_unsettled ON domain.payment (ask_at) WHERE ask_at IS NOT NULL;
