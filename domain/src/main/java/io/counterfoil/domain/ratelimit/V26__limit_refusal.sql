-- What was refused, by the hour: so many rows an hour as there are keys that were refused. merchant_id and key_id are zero
-- where an address was refused before anybody knew whose request it was.
CREATE TABLE domain.limit_refusal (
    merchant_id uuid        NOT NULL,
    key_id      uuid        NOT NULL,
    policy      text        NOT NULL,
    hour        timestamptz NOT NULL,
    refused     bigint      NOT NULL,
    impatient   bigint      NOT NULL,
    PRIMARY KEY (merchant_id, key_id, policy, hour)
);
CREATE INDEX limit_refusal_hour ON domain.limit_refusal (hour);
