-- Where operators hear of alerts. The target (an address, or a URL with a secret in it) is sealed.
CREATE TABLE monitoring.alert_channel (
    id            uuid        NOT NULL PRIMARY KEY,
    kind          text        NOT NULL CHECK (kind IN ('email', 'slack')),
    name          text        NOT NULL,
    target        bytea       NOT NULL,
    severity      text        NOT NULL,
    created_at    timestamptz NOT NULL,
    tested_at     timestamptz,
    sent_at       timestamptz,
    failing_since timestamptz,
    last_error    text
);

-- What is to be told through a channel; what comes up while it waits joins it. The channel is the nil UUID where a merchant
-- is told by webhook, the merchant where it concerns the whole server.
CREATE TABLE monitoring.alert_notification (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    channel_id  uuid        NOT NULL,
    kind        text        NOT NULL,
    livemode    boolean     NOT NULL,
    rule        text        NOT NULL,
    escalated   boolean     NOT NULL,
    alert_id    uuid        NOT NULL,
    content     text        NOT NULL,
    alerts      integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    attempt     integer     NOT NULL,
    ended_at    timestamptz,
    delivered   boolean     NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
CREATE UNIQUE INDEX alert_notification_waiting
    ON monitoring.alert_notification (merchant_id, channel_id, livemode, rule, escalated) WHERE ended_at IS NULL;
CREATE INDEX alert_notification_due ON monitoring.alert_notification (kind, due_at) WHERE ended_at IS NULL;
CREATE INDEX alert_notification_ended ON monitoring.alert_notification (ended_at);
