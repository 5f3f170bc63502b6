-- The queue of letters that are still to be sent.
CREATE TABLE privacy.letter (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    request_id  uuid        NOT NULL,
    occasion    text        NOT NULL,
    created_at  timestamptz NOT NULL,
    owner       uuid,
    ask_at      timestamptz NOT NULL,
    times_asked integer     NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, id)
);

CREATE INDEX letter_due ON privacy.letter (ask_at);
CREATE INDEX letter_request ON privacy.letter (merchant_id, request_id);
