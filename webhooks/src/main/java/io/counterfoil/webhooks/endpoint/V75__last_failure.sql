-- When an endpoint failed last: what is long past doesn't make it one that only fails.
ALTER TABLE webhooks.endpoint_state ADD COLUMN last_failed_at timestamptz;
