-- What a merchant may choose for an endpoint: the pauses between attempts, in seconds, separated by spaces, and after how
-- many days a new secret is made by itself.
ALTER TABLE webhooks.endpoint
    ADD COLUMN retry_schedule    text,
    ADD COLUMN rotate_after_days integer CHECK (rotate_after_days > 0);
