CREATE TABLE webhooks.endpoint (
    merchant_id     uuid        NOT NULL,
    id              uuid        NOT NULL,
    livemode        boolean     NOT NULL,
    url             text        NOT NULL,
    event_types     text        NOT NULL,
    description     bytea,
    headers         bytea       NOT NULL,
    rate_limit      integer     CHECK (rate_limit > 0),
    status          text        NOT NULL CHECK (status IN ('enabled', 'disabled')),
    disabled_reason text,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
);

-- How it goes with an endpoint. Apart, because it changes with deliveries: fillfactor leaves room to do so in place.
CREATE TABLE webhooks.endpoint_state (
    merchant_id   uuid             NOT NULL,
    endpoint_id   uuid             NOT NULL,
    failures      integer          NOT NULL DEFAULT 0,
    failing_since timestamptz,
    hold_until    timestamptz      NOT NULL DEFAULT '-infinity',
    tokens        double precision NOT NULL DEFAULT 0,
    tokens_at     timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (merchant_id, endpoint_id),
    FOREIGN KEY (merchant_id, endpoint_id) REFERENCES webhooks.endpoint (merchant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 50);
