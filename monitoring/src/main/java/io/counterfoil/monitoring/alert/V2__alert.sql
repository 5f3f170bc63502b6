-- Alarms as they were raised, each in the transaction of its cause; a second later they are folded into alerts and gone.
CREATE TABLE monitoring.alert_raise (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    rule        text        NOT NULL,
    subject     text        NOT NULL,
    facts       text        NOT NULL,
    raised_at   timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

-- One for each rule and subject, until it is resolved. What is below its rule's threshold is only counted. The merchant is
-- the nil UUID where an alert concerns the whole server.
CREATE TABLE monitoring.alert (
    merchant_id     uuid        NOT NULL,
    id              uuid        NOT NULL,
    livemode        boolean     NOT NULL,
    rule            text        NOT NULL,
    subject         text        NOT NULL,
    severity        text        NOT NULL,
    status          text        NOT NULL CHECK (status IN ('counting', 'raised', 'acknowledged', 'resolved')),
    facts           text        NOT NULL,
    count           bigint      NOT NULL,
    first_at        timestamptz NOT NULL,
    last_at         timestamptz NOT NULL,
    notified_at     timestamptz,
    silenced_until  timestamptz,
    escalate_at     timestamptz,
    escalated_at    timestamptz,
    quiet_at        timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text,
    resolved_at     timestamptz,
    resolved_by     text,
    PRIMARY KEY (merchant_id, id)
);
CREATE UNIQUE INDEX alert_open ON monitoring.alert (merchant_id, livemode, rule, subject) WHERE status <> 'resolved';
CREATE INDEX alert_by_time ON monitoring.alert (id);
CREATE INDEX alert_to_escalate ON monitoring.alert (escalate_at) WHERE status = 'raised' AND escalated_at IS NULL;
CREATE INDEX alert_gone_quiet ON monitoring.alert (quiet_at) WHERE status <> 'resolved';

-- How a rule was set, each version for ever: a verdict names the version that it was given by.
CREATE TABLE monitoring.alert_rule (
    name       text        NOT NULL,
    version    integer     NOT NULL,
    settings   text        NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text        NOT NULL,
    PRIMARY KEY (name, version)
);
