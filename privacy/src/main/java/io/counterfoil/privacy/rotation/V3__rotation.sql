CREATE TABLE privacy_keys.rotation (
    id         uuid        PRIMARY KEY,
    kind       text        NOT NULL CHECK (kind IN ('root', 'epoch')),
    epoch      integer,
    total      bigint      NOT NULL,
    done       bigint      NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    CHECK ((kind = 'epoch') = (epoch IS NOT NULL))
);

-- One at a time.
CREATE UNIQUE INDEX rotation_running ON privacy_keys.rotation ((ended_at IS NULL)) WHERE ended_at IS NULL;
