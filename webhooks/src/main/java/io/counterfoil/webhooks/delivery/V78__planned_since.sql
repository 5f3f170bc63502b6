-- When it was decided for when a delivery is due: if that is yet to come, the database's clock has jumped back since.
ALTER TABLE webhooks.delivery_queue ADD COLUMN planned_at timestamptz NOT NULL DEFAULT now();
