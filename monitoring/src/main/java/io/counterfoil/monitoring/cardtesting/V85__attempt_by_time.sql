-- The attempts of the last seconds, whoever's they are: a day's partition was read whole for them every five seconds.
CREATE INDEX payment_attempt_id ON monitoring.payment_attempt (id);

-- Whether a subject was found already: asked for each that is found, in an attack for thousands.
CREATE INDEX card_testing_verdict_of ON monitoring.card_testing_verdict (merchant_id, subject, rule, at);
