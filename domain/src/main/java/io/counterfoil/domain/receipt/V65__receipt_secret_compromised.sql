-- Since when others may hold it. What it signed is ours only if we have it: whoever holds the secret can sign too.
ALTER TABLE domain.receipt_secret ADD COLUMN compromised_at timestamptz;
