CREATE TABLE privacy.blind_index (
    merchant_id uuid    NOT NULL,
    livemode    boolean NOT NULL,
    sealed_in   text    NOT NULL,
    token       bytea   NOT NULL,
    subject_id  uuid    NOT NULL,
    PRIMARY KEY (merchant_id, livemode, sealed_in, token, subject_id)
);

CREATE INDEX blind_index_subject ON privacy.blind_index (merchant_id, subject_id);
