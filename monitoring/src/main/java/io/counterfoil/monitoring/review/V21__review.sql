-- What happened on one day (UTC), and who has read it.
CREATE TABLE monitoring.review (
    day           date        PRIMARY KEY,
    digest        text        NOT NULL,
    made_at       timestamptz NOT NULL,
    signed_off_by text,
    signed_off_at timestamptz,
    CHECK ((signed_off_by IS NULL) = (signed_off_at IS NULL))
);
