CREATE TABLE domain.api_key (
    merchant_id   uuid        NOT NULL,
    id            uuid        NOT NULL,
    livemode      boolean     NOT NULL,
    name          text        NOT NULL,
    prefix        text        NOT NULL,
    last_four     text        NOT NULL,
    secret_hash   bytea       NOT NULL,
    scopes        text        NOT NULL,
    ip_allow_list text        NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    last_used_at  timestamptz,
    PRIMARY KEY (merchant_id, id)
);

-- Authentication knows the secret only. Not unique, so that the table can be spread by merchant; 256 bits never meet.
CREATE INDEX api_key_secret_hash ON domain.api_key (secret_hash);
