CREATE TABLE privacy.certificate (
    merchant_id uuid        NOT NULL,
    request_id  uuid        NOT NULL,
    erasures    text        NOT NULL,
    document    text        NOT NULL,
    issued_at   timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, request_id)
);

CREATE TABLE privacy.acknowledgement (
    merchant_id     uuid        NOT NULL,
    request_id      uuid        NOT NULL,
    recipient       text        NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, request_id, recipient)
);
