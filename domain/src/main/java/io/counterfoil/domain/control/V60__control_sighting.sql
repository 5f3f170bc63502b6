-- What is counted for the controls alone: what was seen, of whom, on which day. merchant_id is zero for what concerns the
-- whole server.
CREATE TABLE domain.control_sighting (
    merchant_id uuid        NOT NULL,
    what        text        NOT NULL,
    subject     text        NOT NULL,
    day         date        NOT NULL,
    count       bigint      NOT NULL,
    first_at    timestamptz NOT NULL,
    last_at     timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, what, subject, day)
);

CREATE INDEX control_sighting_what ON domain.control_sighting (what, day);
CREATE INDEX control_sighting_day ON domain.control_sighting (day);
