CREATE TABLE privacy.export (
    merchant_id uuid        NOT NULL,
    request_id  uuid        NOT NULL,
    customers   uuid[]      NOT NULL,
    content_key bytea       NOT NULL,
    size        bigint      NOT NULL,
    records     integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    fetched_at  timestamptz,
    PRIMARY KEY (merchant_id, request_id)
);

CREATE INDEX export_expiry ON privacy.export (expires_at);
-- An erasure takes the person's copies along.
CREATE INDEX export_customers ON privacy.export USING gin (customers);

CREATE TABLE privacy.export_part (
    merchant_id uuid    NOT NULL,
    request_id  uuid    NOT NULL,
    part        integer NOT NULL,
    sealed      bytea   NOT NULL,
    PRIMARY KEY (merchant_id, request_id, part),
    FOREIGN KEY (merchant_id, request_id) REFERENCES privacy.export ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
-- Sealed bytes don't get smaller.
ALTER TABLE privacy.export_part ALTER COLUMN sealed SET STORAGE EXTERNAL;
