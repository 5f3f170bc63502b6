CREATE TABLE domain.operator_token (
    id          uuid        PRIMARY KEY,
    name        text        NOT NULL,
    roles       text        NOT NULL,
    last_four   text        NOT NULL,
    secret_hash bytea       NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL,
    revoked_at  timestamptz
);
