-- A letter to a person about an incident. Whoever dies while the mail server has it leaves it as sending: then nobody knows
-- whether it arrived, and it is not sent again.
CREATE TABLE monitoring.people_letter (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    incident_id uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    subject_id  uuid        NOT NULL,
    since       timestamptz NOT NULL,
    fields      text        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'unsent', 'unknown')),
    owner       uuid,
    ask_at      timestamptz,
    times_asked integer     NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, incident_id, subject_id)
);
CREATE INDEX people_letter_due ON monitoring.people_letter (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX people_letter_incident ON monitoring.people_letter (incident_id);
