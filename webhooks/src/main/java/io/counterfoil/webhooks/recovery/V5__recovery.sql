CREATE TABLE webhooks.recovery (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    endpoint_id uuid        NOT NULL,
    since       timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    status      text        NOT NULL CHECK (status IN ('running', 'completed', 'cancelled')),
    found       integer     NOT NULL,
    queued      integer     NOT NULL,
    reached     uuid        NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, endpoint_id) REFERENCES webhooks.endpoint (merchant_id, id) ON DELETE CASCADE
);

CREATE INDEX recovery_running ON webhooks.recovery (id) WHERE status = 'running';
