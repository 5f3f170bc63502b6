CREATE TABLE privacy.link (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    request_id  uuid        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('confirm', 'open')),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    tries       integer     NOT NULL DEFAULT 0,
    used_at     timestamptz,
    PRIMARY KEY (merchant_id, id)
);

-- The links of a request; the last one is what an operator may see in development.
CREATE INDEX link_request ON privacy.link (merchant_id, request_id, id DESC);
-- What can be swept away.
CREATE INDEX link_expired ON privacy.link (expires_at);
