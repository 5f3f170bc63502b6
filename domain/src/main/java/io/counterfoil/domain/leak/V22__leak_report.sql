-- One row for each key that was reported for the first time: how many, and how fast they were dead.
CREATE TABLE domain.leak_report (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    key_id      uuid        NOT NULL,
    source      text        NOT NULL,
    worked      boolean     NOT NULL,
    reported_at timestamptz NOT NULL,
    revoked_at  timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
