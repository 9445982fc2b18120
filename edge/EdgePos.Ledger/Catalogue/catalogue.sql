-- One version of the price book. Built aside, then never changed. Bodies are messages of edgepos.v1.

CREATE TABLE about (
    version  TEXT    NOT NULL,
    items    INTEGER NOT NULL,
    currency TEXT    NOT NULL
) STRICT;

CREATE TABLE items (
    sku  TEXT PRIMARY KEY,
    body BLOB NOT NULL  -- Item, without its bar codes
) STRICT, WITHOUT ROWID;

-- GTINs as 14 digits. Each finds one item.
CREATE TABLE barcodes (
    gtin TEXT PRIMARY KEY CHECK (length(gtin) = 14),
    sku  TEXT NOT NULL REFERENCES items (sku)
) STRICT, WITHOUT ROWID;

-- For building the next version: which codes an item has to give up.
CREATE INDEX barcodes_of_item ON barcodes (sku);

-- What a category is taxed from a day on, 20261124; 0: from the beginning.
CREATE TABLE tax_categories (
    code     TEXT    NOT NULL,
    from_day INTEGER NOT NULL,
    body     BLOB    NOT NULL,  -- TaxCategory
    PRIMARY KEY (code, from_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE promotions (
    id   TEXT PRIMARY KEY,
    body BLOB NOT NULL  -- Promotion
) STRICT, WITHOUT ROWID;
