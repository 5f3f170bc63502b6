CREATE TABLE privacy.request (
    merchant_id      uuid        NOT NULL,
    id               uuid        NOT NULL,
    livemode         boolean     NOT NULL,
    type             text        NOT NULL CHECK (type IN ('access', 'portability', 'erasure', 'rectification', 'restriction')),
    status           text        NOT NULL CHECK (status IN ('pending', 'in_progress', 'completed', 'refused', 'cancelled')),
    regime           text        NOT NULL CHECK (regime IN ('gdpr', 'ccpa')),
    origin           text        NOT NULL CHECK (origin IN ('merchant', 'operator', 'opendsr', 'subject')),
    customers        uuid[]      NOT NULL,
    email            bytea,
    email_index      bytea,
    language         text        NOT NULL,
    received_at      timestamptz NOT NULL,
    due_at           timestamptz NOT NULL,
    extended_at      timestamptz,
    extension_reason bytea,
    verified_at      timestamptz,
    starts_at        timestamptz,
    deferred_until   timestamptz,
    stuck_reason     text,
    refusal_ground   text,
    refusal_reason   bytea,
    ended_at         timestamptz,
    alarmed_percent  integer     NOT NULL DEFAULT 0,
    owner            uuid,
    ask_at           timestamptz,
    times_asked      integer     NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, id),
    CHECK ((status = 'refused') = (refusal_ground IS NOT NULL)),
    CHECK ((status IN ('completed', 'refused', 'cancelled')) = (ended_at IS NOT NULL)),
    CHECK (ask_at IS NULL OR ended_at IS NULL)
);

-- A privacy officer names a request without its merchant.
CREATE INDEX request_id ON privacy.request (id);
-- The queue of work.
CREATE INDEX request_work ON privacy.request (ask_at) WHERE ask_at IS NOT NULL;
-- Whose time runs out.
CREATE INDEX request_open ON privacy.request (due_at) WHERE ended_at IS NULL;
-- What a person asked for.
CREATE INDEX request_customers ON privacy.request USING gin (customers);
-- Open requests from one address.
CREATE INDEX request_email ON privacy.request (merchant_id, email_index) WHERE email_index IS NOT NULL;
