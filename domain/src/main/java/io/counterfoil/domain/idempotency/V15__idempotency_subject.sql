-- Whose customer the answer is about, where an operator asked: its keys belong to its token, not to a merchant.
ALTER TABLE domain.idempotency_record ADD COLUMN subject_merchant_id uuid;
ALTER TABLE domain.idempotency_record ADD COLUMN subject_livemode boolean;
