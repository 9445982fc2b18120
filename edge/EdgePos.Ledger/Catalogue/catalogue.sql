-- One version of the price book. Built aside, then never changed.

CREATE TABLE about (
    version  TEXT    NOT NULL,
    items    INTEGER NOT NULL,
    currency TEXT    NOT NULL
) STRICT;

CREATE TABLE items (
    sku          TEXT PRIMARY KEY,
    name         TEXT    NOT NULL,
    unit         INTEGER NOT NULL CHECK (unit BETWEEN 1 AND 4),
    price_minor  INTEGER CHECK (price_minor > 0),
    tax_rate_ppm INTEGER NOT NULL CHECK (tax_rate_ppm BETWEEN 0 AND 1000000)
) STRICT, WITHOUT ROWID;

-- GTINs as 14 digits. Each finds one item.
CREATE TABLE barcodes (
    gtin TEXT PRIMARY KEY CHECK (length(gtin) = 14),
    sku  TEXT NOT NULL REFERENCES items (sku)
) STRICT, WITHOUT ROWID;

-- For building the next version: which codes an item has to give up.
CREATE INDEX barcodes_of_item ON barcodes (sku);
