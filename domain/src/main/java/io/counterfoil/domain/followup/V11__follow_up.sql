CREATE TABLE domain.follow_up (
    merchant_id     uuid        NOT NULL,
    id              uuid        NOT NULL,
    payment_id      uuid        NOT NULL,
    livemode        boolean     NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('capture', 'void', 'refund')),
    status          text        NOT NULL CHECK (status IN ('processing', 'succeeded', 'failed')),
    outcome         text        NOT NULL CHECK (outcome IN ('known', 'unknown')),
    amount          bigint      NOT NULL CHECK (amount BETWEEN 1 AND 9007199254740991),
    failure_code    text,
    receipt_id      uuid,
    api_key_id      uuid        NOT NULL,
    idempotency_key text        NOT NULL,
    created_at      timestamptz NOT NULL,
    owner           uuid,
    ask_at          timestamptz,
    times_asked     integer     NOT NULL DEFAULT 0,
    alerted_at      timestamptz,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES domain.payment (merchant_id, id),
    CHECK ((status = 'processing') = (ask_at IS NOT NULL)),
    CHECK ((status = 'succeeded' AND kind <> 'void') = (receipt_id IS NOT NULL))
);

-- An authorisation is captured or voided once; the next attempt begins only when the one before has failed.
CREATE UNIQUE INDEX follow_up_ends_hold ON domain.follow_up (merchant_id, payment_id)
    WHERE kind IN ('capture', 'void') AND status <> 'failed';

-- Those of one payment, newest first.
CREATE INDEX follow_up_of_payment ON domain.follow_up (merchant_id, payment_id, id);

-- The queue of what has no end yet: in flight, orphaned or unknown.
CREATE INDEX follow_up_unsettled ON domain.follow_up (ask_at) WHERE ask_at IS NOT NULL;
