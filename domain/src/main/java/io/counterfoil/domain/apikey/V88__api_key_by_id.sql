-- Whose a key is that was found somewhere: reports name it by its id alone.
CREATE INDEX api_key_id ON domain.api_key (id);
