-- The sandbox's books of captures, voids and refunds.
CREATE TABLE domain.sandbox_instruction (
    merchant_id uuid        NOT NULL,
    reference   uuid        NOT NULL,
    charge      uuid        NOT NULL,
    kind        text        NOT NULL,
    amount      bigint      NOT NULL,
    result      text        NOT NULL,
    code        text,
    at          timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, reference)
);
