-- What each witness has cosigned last, and until when nobody else asks it.
CREATE TABLE domain.log_cosignature (
    log_id      integer     NOT NULL REFERENCES domain.log,
    witness     text        NOT NULL,
    asked_at    timestamptz NOT NULL,
    size        bigint      NOT NULL DEFAULT 0,
    checkpoint  text,
    line        text,
    cosigned_at timestamptz,
    PRIMARY KEY (log_id, witness)
);
