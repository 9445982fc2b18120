-- Stock that moves without a sale, is held for somebody, and is counted. Projections, all of it.

-- 1: the item has had another stock entry than a sale or a reservation.
ALTER TABLE stock ADD COLUMN stocked INTEGER NOT NULL DEFAULT 0 CHECK (stocked IN (0, 1));

-- Reservations that were not released. One whose time is over does not count; it goes with a later one.
CREATE TABLE stock_reservations (
    seq         INTEGER PRIMARY KEY REFERENCES journal (seq),
    reservation BLOB    NOT NULL UNIQUE CHECK (length(reservation) = 16),
    sku         TEXT    NOT NULL,
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    expires_us  INTEGER NOT NULL,
    basket      BLOB    NOT NULL CHECK (length(basket) IN (0, 16))  -- the one that may sell it; empty: none
) STRICT;
CREATE INDEX stock_reservations_by_sku ON stock_reservations (sku);
CREATE INDEX stock_reservations_by_basket ON stock_reservations (basket, sku) WHERE basket <> x'';
CREATE INDEX stock_reservations_by_expiry ON stock_reservations (expires_us);

-- The items of open counts; an item is in one at most. counted_seq: 0 while it is not counted.
CREATE TABLE stock_counts (
    sku         TEXT    PRIMARY KEY,
    begun_seq   INTEGER NOT NULL REFERENCES journal (seq),
    count       BLOB    NOT NULL CHECK (length(count) = 16),
    counted_seq INTEGER NOT NULL,
    counted     INTEGER NOT NULL CHECK (counted >= 0),
    expected    INTEGER NOT NULL  -- on hand at counted_seq
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_counts_by_count ON stock_counts (count);
