-- Whom an event is about: what receivers answer to it is sealed under that person's key, and dies with it.
ALTER TABLE webhooks.event ADD COLUMN subject_id uuid;

-- The same of each attempt, so that an erasure finds what is left of a person here.
ALTER TABLE webhooks.attempt ADD COLUMN subject_id uuid;
CREATE INDEX attempt_subject ON webhooks.attempt (merchant_id, subject_id, id) WHERE subject_id IS NOT NULL;
