-- When the supervisory authority was told of an incident, and how much of the time for it had passed when people were last
-- reminded, in percent.
ALTER TABLE monitoring.incident
    ADD COLUMN authority_notified_at     timestamptz,
    ADD COLUMN authority_alarmed_percent integer NOT NULL DEFAULT 0;
