-- Attempts to pay that came to an end, for as long as rules look back; all that tells of people are pseudonyms.
CREATE TABLE monitoring.payment_attempt (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    at          timestamptz NOT NULL,
    source      text        NOT NULL,
    instrument  text        NOT NULL,
    customer_id uuid,
    amount      bigint      NOT NULL,
    currency    text        NOT NULL,
    failure     text,
    PRIMARY KEY (merchant_id, id)
) PARTITION BY RANGE (id);

-- What a rule found, by which version of it, and what was done.
CREATE TABLE monitoring.card_testing_verdict (
    merchant_id  uuid        NOT NULL,
    id           uuid        NOT NULL,
    livemode     boolean     NOT NULL,
    rule         text        NOT NULL,
    rule_version integer     NOT NULL,
    subject      text        NOT NULL,
    facts        text        NOT NULL,
    action       text        NOT NULL,
    dry_run      boolean     NOT NULL,
    at           timestamptz NOT NULL,
    until        timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX card_testing_verdict_in_force ON monitoring.card_testing_verdict (until);
