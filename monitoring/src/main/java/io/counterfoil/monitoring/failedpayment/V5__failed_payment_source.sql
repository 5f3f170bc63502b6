-- What was paid with and where it came from, as keyed pseudonyms.
ALTER TABLE monitoring.failed_payment ADD COLUMN instrument text NOT NULL DEFAULT 'unknown';
ALTER TABLE monitoring.failed_payment ADD COLUMN source text NOT NULL DEFAULT 'unknown';
CREATE INDEX failed_payment_by_time ON monitoring.failed_payment (merchant_id, failed_at);
