-- Never partitioned by time: the primary key must hold across any boundary.
CREATE TABLE domain.idempotency_record (
    merchant_id  uuid        NOT NULL,
    livemode     boolean     NOT NULL,
    key          text        NOT NULL,
    fingerprint  bytea       NOT NULL,
    request_id   text        NOT NULL,
    subject_id   uuid,
    resource     text,
    owner        uuid        NOT NULL,
    leased_until timestamptz NOT NULL,
    status_code  smallint,
    answer       bytea,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, livemode, key),
    CHECK ((status_code IS NULL) = (answer IS NULL))
);
