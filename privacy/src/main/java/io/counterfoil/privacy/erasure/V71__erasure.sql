-- What was erased, for good: a certificate says it even where a crash came between the ledger and the commit, and a ledger
-- that lacks one of these is noticed.
CREATE TABLE privacy.erasure (
    merchant_id uuid        NOT NULL,
    subject_id  uuid        NOT NULL,
    livemode    boolean     NOT NULL,
    erased_at   timestamptz NOT NULL,
    key_epoch   integer,
    destroyed   text        NOT NULL,
    PRIMARY KEY (merchant_id, subject_id)
);

INSERT INTO privacy.erasure (merchant_id, subject_id, livemode, erased_at, destroyed)
SELECT merchant_id, id, livemode, erased_at, '{}' FROM privacy.customer WHERE erased_at IS NOT NULL;
