-- What this store has done with orders that customers placed elsewhere, and the goods that wait for them. Projections.
CREATE TABLE orders (
    number       TEXT    PRIMARY KEY,
    state        INTEGER NOT NULL CHECK (state IN (2, 3, 4)),  -- OrderStep
    seq          INTEGER NOT NULL REFERENCES journal (seq),    -- the last entry about it
    prepared_seq INTEGER NOT NULL,                             -- the entry that prepared it; 0: none did
    register     INTEGER NOT NULL                              -- that prepared it; 0: none did
) STRICT;

CREATE INDEX orders_by_state ON orders (state, seq);

CREATE TABLE order_goods (
    number   TEXT    NOT NULL,
    sku      TEXT    NOT NULL,
    quantity INTEGER NOT NULL,                           -- thousandths that are held for it
    seq      INTEGER NOT NULL REFERENCES journal (seq),  -- the entry that prepared it
    PRIMARY KEY (number, sku)
) STRICT, WITHOUT ROWID;

CREATE INDEX order_goods_of ON order_goods (sku);
