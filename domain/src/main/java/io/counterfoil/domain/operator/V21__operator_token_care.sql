ALTER TABLE domain.operator_token
    ADD COLUMN created_by    text NOT NULL DEFAULT 'system',
    ADD COLUMN expires_at    timestamptz,
    ADD COLUMN plain_seen_at timestamptz;
