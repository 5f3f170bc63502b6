-- subject_id is all zeros for the merchant's own key, which seals what belongs to no known person.
CREATE TABLE privacy_keys.subject_key (
    merchant_id uuid        NOT NULL,
    subject_id  uuid        NOT NULL,
    epoch       integer     NOT NULL REFERENCES privacy_keys.epoch_key,
    wrapped     bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, subject_id)
);

-- For rotation: what is still wrapped in a former epoch.
CREATE INDEX subject_key_epoch ON privacy_keys.subject_key (epoch);
