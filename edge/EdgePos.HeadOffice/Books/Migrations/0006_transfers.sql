-- Goods that go between stores: a row for each end that a journal has, and what was in it. Which ends belong together is asked of
-- them, never written: they come in any order. The journals that are there already are read again when the books are opened.

CREATE TABLE transfers (
    stream      INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    at_us       INTEGER NOT NULL,
    way         INTEGER NOT NULL CHECK (way IN (1, 2)), -- StockTransferWay
    other_store TEXT    NOT NULL,
    number      TEXT    NOT NULL,                       -- what the transfer is found by, in capitals
    booking     TEXT    NOT NULL,                       -- id of the booking, in capitals
    reference   TEXT    NOT NULL,                       -- as the store wrote it
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX transfers_by_booking ON transfers (booking);

CREATE TABLE transfer_items (
    stream   INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    sku      TEXT    NOT NULL,
    quantity INTEGER NOT NULL, -- thousandths that went or came
    PRIMARY KEY (stream, seq, sku)
) STRICT, WITHOUT ROWID;

CREATE TABLE catching_up (
    due INTEGER PRIMARY KEY CHECK (due = 1)
) STRICT;

INSERT INTO catching_up SELECT 1 WHERE EXISTS (SELECT 1 FROM streams);
