-- Of each line of a receipt that another ledger wrote: how much has come back here, and what was given back for it. A projection.
CREATE TABLE returned_elsewhere (
    receipt     TEXT    NOT NULL,
    line        INTEGER NOT NULL,
    thousandths INTEGER NOT NULL CHECK (thousandths > 0),
    minor       INTEGER NOT NULL CHECK (minor >= 0),
    seq         INTEGER NOT NULL REFERENCES journal (seq),  -- the last sale that took something back
    PRIMARY KEY (receipt, line)
) STRICT, WITHOUT ROWID;
