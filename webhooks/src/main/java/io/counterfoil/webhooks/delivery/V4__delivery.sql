-- One event for one endpoint, and what became of it.
CREATE TABLE webhooks.delivery (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    endpoint_id uuid        NOT NULL,
    event_id    uuid        NOT NULL,
    event_type  text        NOT NULL,
    status      text        NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
) PARTITION BY RANGE (id);

CREATE INDEX delivery_event ON webhooks.delivery (merchant_id, event_id);
CREATE INDEX delivery_endpoint ON webhooks.delivery (merchant_id, endpoint_id, id);

-- What is still to be sent: hot and small. A row is some server's while it has an owner.
CREATE TABLE webhooks.delivery_queue (
    merchant_id  uuid        NOT NULL,
    delivery_id  uuid        NOT NULL,
    endpoint_id  uuid        NOT NULL,
    event_id     uuid        NOT NULL,
    attempt      integer     NOT NULL,
    due_at       timestamptz NOT NULL,
    owner        uuid,
    leased_until timestamptz,
    PRIMARY KEY (merchant_id, delivery_id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);

CREATE INDEX delivery_queue_waiting ON webhooks.delivery_queue (merchant_id, endpoint_id, due_at) WHERE owner IS NULL;
CREATE INDEX delivery_queue_in_flight ON webhooks.delivery_queue (merchant_id, endpoint_id) WHERE owner IS NOT NULL;

-- Every attempt. The answer's body is sealed.
CREATE TABLE webhooks.attempt (
    merchant_id   uuid        NOT NULL,
    id            uuid        NOT NULL,
    delivery_id   uuid        NOT NULL,
    at            timestamptz NOT NULL,
    status_code   integer,
    error         text,
    duration_ms   integer     NOT NULL,
    address       text,
    response_body bytea,
    PRIMARY KEY (merchant_id, id)
) PARTITION BY RANGE (id);

CREATE INDEX attempt_delivery ON webhooks.attempt (merchant_id, delivery_id, id);
