-- When people were told that the payment stays unknown.
ALTER TABLE domain.payment ADD COLUMN alerted_at timestamptz;
