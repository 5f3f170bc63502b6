CREATE TABLE privacy.access_log (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    subject_id  uuid        NOT NULL,
    actor       text        NOT NULL,
    purpose     text        NOT NULL,
    reason      text        NOT NULL,
    fields      text        NOT NULL,
    request_id  text        NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
) PARTITION BY RANGE (id);

-- Those of one person, newest first.
CREATE INDEX access_log_subject ON privacy.access_log (merchant_id, subject_id, id);
