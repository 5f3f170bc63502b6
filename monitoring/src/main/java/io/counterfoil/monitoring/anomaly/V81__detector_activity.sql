-- How many calls a minute a series has, the latest counting most: who is watched where there are too many. What was learnt
-- before begins at none, and is busy again with its next calls.
ALTER TABLE monitoring.detector_state ADD COLUMN activity double precision NOT NULL DEFAULT 0;
