-- A key that did not open when it was to be wrapped anew: the rotation goes on without it.
ALTER TABLE privacy_keys.subject_key ADD COLUMN broken_at timestamptz;
CREATE INDEX subject_key_broken ON privacy_keys.subject_key (broken_at) WHERE broken_at IS NOT NULL;
