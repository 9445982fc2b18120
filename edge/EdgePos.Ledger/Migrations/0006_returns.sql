-- What has come back, and what can be used once only. Projections, all of it.

-- Of each line of a receipt: how much has come back, and what was given back for it.
CREATE TABLE returned_lines (
    register    INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    line        INTEGER NOT NULL,
    thousandths INTEGER NOT NULL CHECK (thousandths > 0),
    minor       INTEGER NOT NULL CHECK (minor >= 0),
    seq         INTEGER NOT NULL REFERENCES journal (seq),  -- the last sale that took something back
    PRIMARY KEY (register, number, line)
) STRICT, WITHOUT ROWID;

-- Coupons (1) that gave something, and vouchers (2) that were taken.
CREATE TABLE redeemed (
    kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
    code TEXT    NOT NULL,
    seq  INTEGER NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (kind, code)
) STRICT, WITHOUT ROWID;
