-- The attempts of a minute that failed, which the detector counts. One that succeeds makes no entry.
CREATE INDEX attempt_failed ON webhooks.attempt (id) WHERE status_code IS NULL OR status_code NOT BETWEEN 200 AND 299;
