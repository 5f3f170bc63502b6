-- Steps that the server has yet to take by itself, separated by commas, in the words of the API's paths.
ALTER TABLE monitoring.incident ADD COLUMN automatic text NOT NULL DEFAULT '';
CREATE INDEX incident_automatic ON monitoring.incident (id) WHERE automatic <> '';

-- What is open about a secret: one incident each, however often it is reported.
CREATE INDEX incident_open_about ON monitoring.incident (subject) WHERE status = 'open';
