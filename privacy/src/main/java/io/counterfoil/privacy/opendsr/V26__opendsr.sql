CREATE TABLE privacy.opendsr_request (
    merchant_id        uuid        NOT NULL,
    livemode           boolean     NOT NULL,
    subject_request_id uuid        NOT NULL,
    request_id         uuid        NOT NULL,
    callbacks          text        NOT NULL,
    received_at        timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, livemode, subject_request_id)
);

-- The callbacks of a request.
CREATE INDEX opendsr_request_request ON privacy.opendsr_request (merchant_id, request_id);

-- The queue of callbacks that are still to be sent.
CREATE TABLE privacy.opendsr_callback (
    merchant_id uuid        NOT NULL,
    id          uuid        NOT NULL,
    url         text        NOT NULL,
    body        text        NOT NULL,
    owner       uuid,
    ask_at      timestamptz NOT NULL,
    times_asked integer     NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, id)
);

CREATE INDEX opendsr_callback_due ON privacy.opendsr_callback (ask_at);
