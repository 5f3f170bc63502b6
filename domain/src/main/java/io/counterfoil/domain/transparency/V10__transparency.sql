-- A log that was begun. Its origin is its name for ever; with another origin another log begins.
CREATE TABLE domain.log (
    id             integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name           text    NOT NULL,
    origin         text    NOT NULL UNIQUE,
    size           bigint  NOT NULL DEFAULT 0,
    root           bytea   NOT NULL,
    published      text,
    published_size bigint  NOT NULL DEFAULT 0,
    CHECK (published_size <= size)
);

-- A log's Ed25519 keys, never deleted: what they signed stays verifiable.
CREATE TABLE domain.log_key (
    log_id       integer     NOT NULL REFERENCES domain.log,
    id           uuid        NOT NULL,
    verifier     text        NOT NULL,
    sealed       bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    retires_at   timestamptz,
    announcement text,
    PRIMARY KEY (log_id, id)
);

-- What has yet to get its place in a log. Rows live for a fraction of a second.
CREATE TABLE domain.log_queue (
    merchant_id uuid  NOT NULL,
    item_id     uuid  NOT NULL,
    log         text  NOT NULL,
    entry       bytea NOT NULL,
    PRIMARY KEY (merchant_id, item_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = -1);

-- Where an item stands.
CREATE TABLE domain.log_leaf (
    merchant_id uuid    NOT NULL,
    item_id     uuid    NOT NULL,
    log_id      integer NOT NULL,
    leaf_index  bigint  NOT NULL,
    PRIMARY KEY (merchant_id, item_id)
);

-- Tiles of hashes, and bundles of entries as level -1: 256 of each make a full one, which never changes again.
-- Hashes don't compress, so nobody tries.
CREATE TABLE domain.log_tile (
    log_id integer  NOT NULL,
    level  smallint NOT NULL,
    number bigint   NOT NULL,
    bytes  bytea    NOT NULL,
    PRIMARY KEY (log_id, level, number)
);
ALTER TABLE domain.log_tile ALTER COLUMN bytes SET STORAGE EXTERNAL;
