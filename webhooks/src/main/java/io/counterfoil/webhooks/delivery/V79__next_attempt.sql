-- What was decided after an attempt that failed: when the next one was to be.
ALTER TABLE webhooks.attempt ADD COLUMN next_attempt_at timestamptz;
