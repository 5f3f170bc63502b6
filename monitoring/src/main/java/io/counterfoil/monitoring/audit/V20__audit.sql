-- What was done, in the bytes that the audit log's entry is the SHA-256 of. The other columns repeat them, to be searched:
-- `counterfoil audit verify` compares them. Entries about no merchant in particular have the nil UUID.
CREATE TABLE monitoring.audit_entry (
    merchant_id uuid  NOT NULL,
    id          uuid  NOT NULL,
    actor       text  NOT NULL,
    action      text  NOT NULL,
    object      text  NOT NULL,
    body        text  NOT NULL,
    mark        bytea NOT NULL,
    PRIMARY KEY (merchant_id, id)
) PARTITION BY RANGE (id);

-- newest first, over all merchants
CREATE INDEX audit_entry_id ON monitoring.audit_entry (id);
