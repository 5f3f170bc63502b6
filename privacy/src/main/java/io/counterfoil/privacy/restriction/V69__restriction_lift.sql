-- That a restriction was lifted: after the person was told, and with a reason, which is sealed.
CREATE TABLE privacy.restriction_lift (
    merchant_id   uuid        NOT NULL,
    id            uuid        NOT NULL,
    livemode      boolean     NOT NULL,
    subject_id    uuid        NOT NULL,
    restricted_at timestamptz NOT NULL,
    told_at       timestamptz NOT NULL,
    lifted_at     timestamptz NOT NULL,
    actor         text        NOT NULL,
    reason        bytea,
    PRIMARY KEY (merchant_id, id),
    CHECK (told_at >= restricted_at AND told_at <= lifted_at)
);

CREATE INDEX restriction_lift_subject ON privacy.restriction_lift (merchant_id, subject_id, id);
