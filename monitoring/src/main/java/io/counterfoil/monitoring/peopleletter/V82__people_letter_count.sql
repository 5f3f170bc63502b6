-- What is left of letters that are forgotten: how many of each kind there were.
CREATE TABLE monitoring.people_letter_count (
    merchant_id uuid   NOT NULL,
    incident_id uuid   NOT NULL,
    state       text   NOT NULL,
    count       bigint NOT NULL,
    PRIMARY KEY (merchant_id, incident_id, state)
);
CREATE INDEX people_letter_count_incident ON monitoring.people_letter_count (incident_id);
