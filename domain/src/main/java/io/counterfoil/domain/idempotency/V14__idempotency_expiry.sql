-- For the reaper. Its entries only ever grow to the right, and finishing a record doesn't touch it.
CREATE INDEX idempotency_record_expiry ON domain.idempotency_record (expires_at);
