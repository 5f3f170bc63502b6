-- What belongs to a person: for erasures. Requests that concern nobody known have no entry.
CREATE INDEX idempotency_record_subject ON domain.idempotency_record (merchant_id, subject_id)
    WHERE subject_id IS NOT NULL;
