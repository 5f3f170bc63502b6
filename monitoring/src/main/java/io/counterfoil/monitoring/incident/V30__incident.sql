-- The merchant is the nil UUID where an incident is the whole server's. What people write is sealed.
CREATE TABLE monitoring.incident (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    type        text        NOT NULL,
    status      text        NOT NULL CHECK (status IN ('open', 'closed')),
    drill       boolean     NOT NULL,
    subject     text        NOT NULL,
    summary     bytea       NOT NULL,
    opened_at   timestamptz NOT NULL,
    opened_by   text        NOT NULL,
    window_from timestamptz NOT NULL,
    window_to   timestamptz,
    closed_at   timestamptz,
    closed_by   text,
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX incident_by_time ON monitoring.incident (id);

-- A step that was taken: once for each incident, whoever asks for it again and whatever dies in between.
CREATE TABLE monitoring.incident_step (
    merchant_id uuid        NOT NULL,
    incident_id uuid        NOT NULL,
    step        text        NOT NULL,
    begun_at    timestamptz NOT NULL,
    done_at     timestamptz NOT NULL,
    done_by     text        NOT NULL,
    result      text        NOT NULL,
    PRIMARY KEY (merchant_id, incident_id, step)
);

-- What is to be done so that it does not happen again.
CREATE TABLE monitoring.incident_task (
    merchant_id  uuid        NOT NULL,
    id           uuid        NOT NULL,
    incident_id  uuid        NOT NULL,
    task         bytea       NOT NULL,
    owner        bytea       NOT NULL,
    due          date        NOT NULL,
    completed_at timestamptz,
    completed_by text,
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX incident_task_of ON monitoring.incident_task (merchant_id, incident_id, id);
