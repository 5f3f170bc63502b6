-- What belongs to a person: for erasures. By the person alone, since an operator's keys are not under the merchant's id.
CREATE INDEX idempotency_record_subject ON domain.idempotency_record (subject_id) WHERE subject_id IS NOT NULL;
