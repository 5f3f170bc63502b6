-- A schema of its own, so that keys can be dumped apart from what they open, and kept for a shorter time.
CREATE TABLE privacy_keys.epoch_key (
    id         integer     PRIMARY KEY,
    wrapped    bytea       NOT NULL,
    wrapped_by text        NOT NULL,
    created_at timestamptz NOT NULL
);
