CREATE TABLE domain.server_instance (
    id          uuid        PRIMARY KEY,
    alive_until timestamptz NOT NULL
);
