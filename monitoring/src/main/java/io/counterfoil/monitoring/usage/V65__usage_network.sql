-- From which network: for whoever looks back at what a credential did. Empty for what was counted before, and for callers
-- without a credential.
ALTER TABLE monitoring.usage_minute ADD COLUMN network text NOT NULL DEFAULT '';
ALTER TABLE monitoring.usage_hour ADD COLUMN network text NOT NULL DEFAULT '';
