CREATE TABLE domain.merchant_limit (
    merchant_id         uuid        PRIMARY KEY,
    requests_per_second integer     CHECK (requests_per_second > 0),
    burst               integer     CHECK (burst > 0),
    money_per_second    integer     CHECK (money_per_second > 0),
    concurrent_requests integer     CHECK (concurrent_requests > 0),
    updated_at          timestamptz NOT NULL
);
