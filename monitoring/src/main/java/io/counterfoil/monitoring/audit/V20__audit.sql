-- What was done, in the bytes that the audit log seals, and the signature of the server that wrote it. The other columns
-- repeat the bytes, to be searched: `counterfoil audit verify` compares them. Entries about no merchant in particular have the nil UUID.
CREATE TABLE monitoring.audit_entry (
    merchant_id uuid  NOT NULL,
    id          uuid  NOT NULL,
    actor       text  NOT NULL,
    action      text  NOT NULL,
    object      text  NOT NULL,
    body        text  NOT NULL,
    mark        text  NOT NULL,
    PRIMARY KEY (merchant_id, id)
) PARTITION BY RANGE (id);

-- newest first, over all merchants
CREATE INDEX audit_entry_id ON monitoring.audit_entry (id);
