-- Orders that customers placed, for stores to prepare and hand over, and what the journals of stores say of them. An entry about an
-- order that stood in quarantine until head office knew such entries is read again when the books are opened.
CREATE TABLE orders (
    tenant       text    COLLATE "C" NOT NULL,
    number       text    COLLATE "C" NOT NULL,
    store        text    COLLATE "C" NOT NULL,
    row          bytea   NOT NULL, -- a message edgepos.v1.CustomerOrder, as it was taken in
    taken_us     bigint  NOT NULL,
    cancelled_us bigint  NOT NULL, -- 0: it is not
    done         integer NOT NULL CHECK (done IN (0, 1)), -- 1: its store has handed it over or given it up
    PRIMARY KEY (tenant, number)
);

CREATE INDEX orders_open ON orders (tenant, store) WHERE done = 0;

CREATE TABLE order_steps (
    stream      bigint  NOT NULL,
    seq         bigint  NOT NULL,
    at_us       bigint  NOT NULL,
    number      text    COLLATE "C" NOT NULL,
    step        integer NOT NULL CHECK (step IN (2, 3, 4)), -- OrderStep: prepared, handed over, given up
    receipt     text    COLLATE "C" NOT NULL, -- of the sale that handed it over; empty: none did
    place       text    COLLATE "C" NOT NULL, -- where it waits
    short_lines integer NOT NULL, -- lines of which less was picked than was ordered
    PRIMARY KEY (stream, seq)
);

CREATE INDEX order_steps_by_number ON order_steps (number);

INSERT INTO catching_up SELECT 1 WHERE EXISTS (SELECT 1 FROM streams) ON CONFLICT DO NOTHING;
