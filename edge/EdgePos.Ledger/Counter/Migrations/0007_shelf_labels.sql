-- Which label hangs at the shelf: what was printed on it. Of an item without a row none hangs.

CREATE TABLE shelf_labels (
    sku         TEXT    PRIMARY KEY,
    name        TEXT    NOT NULL,
    price       TEXT    NOT NULL,  -- as it was printed
    unit_price  TEXT    NOT NULL,  -- likewise; '': none
    code        TEXT    NOT NULL,  -- in bars; '': none
    price_minor INTEGER NOT NULL,
    currency    TEXT    NOT NULL,
    since_us    INTEGER NOT NULL,
    command_id  BLOB    CHECK (length(command_id) = 16)  -- that printed it; NULL: staff said that it hangs
) STRICT, WITHOUT ROWID;
