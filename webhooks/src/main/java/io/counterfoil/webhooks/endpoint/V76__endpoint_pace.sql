-- What a merchant may choose for an endpoint too: the time limit of an attempt, how many are in flight at once, and by how
-- many percent the pauses between attempts may grow.
ALTER TABLE webhooks.endpoint
    ADD COLUMN timeout_seconds integer CHECK (timeout_seconds > 0),
    ADD COLUMN max_in_flight   integer CHECK (max_in_flight > 0),
    ADD COLUMN retry_jitter    integer CHECK (retry_jitter BETWEEN 0 AND 50);
