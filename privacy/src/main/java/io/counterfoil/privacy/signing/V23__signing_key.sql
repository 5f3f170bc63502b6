CREATE TABLE privacy.signing_key (
    id         uuid        PRIMARY KEY,
    public_key bytea       NOT NULL,
    sealed     bytea       NOT NULL,
    created_at timestamptz NOT NULL
);
