-- What the detector remembers of each series; the nil UUID stands for callers without a merchant.
CREATE TABLE monitoring.detector_state (
    merchant_id uuid    NOT NULL,
    livemode    boolean NOT NULL,
    series      text    NOT NULL,
    last_minute bigint  NOT NULL,
    state       bytea   NOT NULL,
    PRIMARY KEY (merchant_id, livemode, series)
);
ALTER TABLE monitoring.detector_state ALTER COLUMN state SET STORAGE EXTERNAL;
