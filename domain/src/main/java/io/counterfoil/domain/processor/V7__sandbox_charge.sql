-- The sandbox's own books, committed apart from ours as a real processor's would be.
CREATE TABLE domain.sandbox_charge (
    merchant_id  uuid        NOT NULL,
    reference    uuid        NOT NULL,
    amount       bigint      NOT NULL,
    currency     text        NOT NULL,
    result       text        NOT NULL,
    code         text,
    decline_code text,
    at           timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, reference)
);
