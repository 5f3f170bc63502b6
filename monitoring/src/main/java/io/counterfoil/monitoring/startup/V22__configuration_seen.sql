-- The settings that each server, by the pseudonym of its home, last started with: a fingerprint of each value, never a value.
CREATE TABLE monitoring.configuration_seen (
    server       text  NOT NULL,
    setting      text  NOT NULL,
    fingerprint  text  NOT NULL,
    PRIMARY KEY (server, setting)
);
