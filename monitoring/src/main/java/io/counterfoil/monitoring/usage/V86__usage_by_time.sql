-- One minute of all merchants, which the detector asks for each minute.
CREATE INDEX usage_minute_id ON monitoring.usage_minute (id);
