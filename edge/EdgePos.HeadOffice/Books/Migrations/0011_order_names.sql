-- Who ordered is forgotten some time after the order is done.
ALTER TABLE orders ADD COLUMN named INTEGER NOT NULL DEFAULT 1 CHECK (named IN (0, 1)); -- 0: the row has no name and no note any more

CREATE INDEX orders_named ON orders (tenant, taken_us) WHERE named = 1;
