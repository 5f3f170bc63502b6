-- Calls by merchant, key, route and status, for each minute and each hour. The id begins with the time and goes on with a
-- hash of the rest, so that every server adds to the same row. Callers without a merchant stand under the nil UUID.
CREATE TABLE monitoring.usage_minute (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    key_id      uuid        NOT NULL,
    route       text        NOT NULL,
    status      integer     NOT NULL,
    at          timestamptz NOT NULL,
    count       bigint      NOT NULL,
    PRIMARY KEY (merchant_id, id)
) PARTITION BY RANGE (id);

CREATE TABLE monitoring.usage_hour (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    key_id      uuid        NOT NULL,
    route       text        NOT NULL,
    status      integer     NOT NULL,
    at          timestamptz NOT NULL,
    count       bigint      NOT NULL,
    PRIMARY KEY (merchant_id, id)
) PARTITION BY RANGE (id);

-- Where a key was seen: which routes it called, from which networks (/24, or /48 in IPv6).
CREATE TABLE monitoring.key_sighting (
    merchant_id uuid        NOT NULL,
    key_id      uuid        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('route', 'network')),
    value       text        NOT NULL,
    livemode    boolean     NOT NULL,
    first_at    timestamptz NOT NULL,
    last_at     timestamptz NOT NULL,
    count       bigint      NOT NULL,
    PRIMARY KEY (merchant_id, key_id, kind, value)
);
