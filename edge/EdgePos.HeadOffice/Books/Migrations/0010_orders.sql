-- Orders that customers placed, for stores to prepare and hand over, and what the journals of stores say of them. An entry about an
-- order that stood in quarantine until head office knew such entries is read again when the books are opened.
CREATE TABLE orders (
    tenant       TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    store        TEXT    NOT NULL,
    row          BLOB    NOT NULL, -- a message edgepos.v1.CustomerOrder, as it was taken in
    taken_us     INTEGER NOT NULL,
    cancelled_us INTEGER NOT NULL, -- 0: it is not
    done         INTEGER NOT NULL CHECK (done IN (0, 1)), -- 1: its store has handed it over or given it up
    PRIMARY KEY (tenant, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX orders_open ON orders (tenant, store) WHERE done = 0;

CREATE TABLE order_steps (
    stream      INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    at_us       INTEGER NOT NULL,
    number      TEXT    NOT NULL,
    step        INTEGER NOT NULL CHECK (step IN (2, 3, 4)), -- OrderStep: prepared, handed over, given up
    receipt     TEXT    NOT NULL, -- of the sale that handed it over; empty: none did
    place       TEXT    NOT NULL, -- where it waits
    short_lines INTEGER NOT NULL, -- lines of which less was picked than was ordered
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX order_steps_by_number ON order_steps (number);

INSERT INTO catching_up SELECT 1 WHERE EXISTS (SELECT 1 FROM streams) ON CONFLICT DO NOTHING;
