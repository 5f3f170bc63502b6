-- What belongs to a person: for exports and erasures. Payments without a customer have no entry.
CREATE INDEX payment_customer ON domain.payment (merchant_id, customer_id, id) WHERE customer_id IS NOT NULL;
