-- When a pause was set: if that is yet to come, the database's clock has jumped back since, and the pause has as long to go
-- as it was meant to have.
ALTER TABLE webhooks.endpoint_state ADD COLUMN held_at timestamptz;
