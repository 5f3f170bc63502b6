CREATE TABLE domain.root_key_check (
    id          smallint PRIMARY KEY CHECK (id = 1),
    check_value bytea    NOT NULL
);
