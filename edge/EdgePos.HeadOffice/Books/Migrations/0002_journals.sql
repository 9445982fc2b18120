-- Sales by line, and stock by the journal that moved it. What follows from the entries is made anew from them: the books do
-- it when they are opened and find a row in making_anew, in one transaction that also takes the row away.

DROP TABLE sales;
DROP TABLE stock;

CREATE TABLE making_anew (
    due INTEGER PRIMARY KEY CHECK (due = 1)
) STRICT;

INSERT INTO making_anew SELECT 1 WHERE EXISTS (SELECT 1 FROM streams);

-- Why the box is another one than the one committed; empty: it is not. It stays until a person looks.
ALTER TABLE streams ADD COLUMN forked TEXT NOT NULL DEFAULT '';

-- What the box said it knows to be confirmed.
ALTER TABLE boxes ADD COLUMN confirmed_seq INTEGER NOT NULL DEFAULT 0;

CREATE TABLE sales (
    stream              INTEGER NOT NULL,
    seq                 INTEGER NOT NULL,
    at_us               INTEGER NOT NULL,
    register            INTEGER NOT NULL,
    employee            TEXT    NOT NULL,
    receipt_number      TEXT    NOT NULL,
    command_id          TEXT    NOT NULL,
    quantity            INTEGER NOT NULL, -- thousandths, all lines
    total_minor         INTEGER NOT NULL,
    tax_minor           INTEGER NOT NULL, -- within the total
    currency            TEXT    NOT NULL,
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX sales_at ON sales (at_us);

-- A row for each line; nth counts them within the sale, from 1.
CREATE TABLE sale_lines (
    stream     INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    nth        INTEGER NOT NULL,
    at_us      INTEGER NOT NULL,
    sku        TEXT    NOT NULL,
    department TEXT    NOT NULL,
    quantity   INTEGER NOT NULL, -- thousandths
    net_minor  INTEGER NOT NULL, -- without tax
    tax_minor  INTEGER NOT NULL,
    currency   TEXT    NOT NULL,
    PRIMARY KEY (stream, seq, nth)
) STRICT, WITHOUT ROWID;

CREATE INDEX sale_lines_at ON sale_lines (at_us);

-- What the entries of a journal have moved of an item, thousandths of its unit.
CREATE TABLE stock (
    stream INTEGER NOT NULL,
    sku    TEXT    NOT NULL,
    moved  INTEGER NOT NULL,
    PRIMARY KEY (stream, sku)
) STRICT, WITHOUT ROWID;

-- The same, as the box says ahead of its journal; it counts while the journal is committed to before as_of_seq.
CREATE TABLE live_stock (
    stream    INTEGER NOT NULL,
    sku       TEXT    NOT NULL,
    as_of_seq INTEGER NOT NULL,
    moved     INTEGER NOT NULL,
    PRIMARY KEY (stream, sku)
) STRICT, WITHOUT ROWID;

-- The last LiveTills of a box, as it came.
CREATE TABLE live_tills (
    tenant    TEXT    NOT NULL,
    store     TEXT    NOT NULL,
    box       TEXT    NOT NULL,
    epoch     BLOB    NOT NULL,
    as_of_seq INTEGER NOT NULL,
    message   BLOB    NOT NULL,
    PRIMARY KEY (tenant, store, box)
) STRICT, WITHOUT ROWID;

-- The last LiveHealth of a box, as it came.
CREATE TABLE live_health (
    tenant   TEXT    NOT NULL,
    store    TEXT    NOT NULL,
    box      TEXT    NOT NULL,
    at_us    INTEGER NOT NULL, -- by the box's clock
    heard_us INTEGER NOT NULL, -- by head office's
    message  BLOB    NOT NULL,
    PRIMARY KEY (tenant, store, box)
) STRICT, WITHOUT ROWID;

-- What a unit of an item costs from a time on.
CREATE TABLE costs (
    tenant        TEXT    NOT NULL,
    sku           TEXT    NOT NULL,
    currency      TEXT    NOT NULL,
    valid_from_us INTEGER NOT NULL,
    cost_minor    INTEGER NOT NULL,
    PRIMARY KEY (tenant, sku, currency, valid_from_us)
) STRICT, WITHOUT ROWID;
