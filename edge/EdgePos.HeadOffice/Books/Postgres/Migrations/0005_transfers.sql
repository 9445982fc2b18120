-- Goods that go between stores: a row for each end that a journal has, and what was in it. Which ends belong together is asked of
-- them, never written: they come in any order. The journals that are there already are read again when the books are opened.

CREATE TABLE transfers (
    stream      bigint  NOT NULL,
    seq         bigint  NOT NULL,
    at_us       bigint  NOT NULL,
    way         integer NOT NULL CHECK (way IN (1, 2)), -- StockTransferWay
    other_store text    COLLATE "C" NOT NULL,
    number      text    COLLATE "C" NOT NULL,           -- what the transfer is found by, in capitals
    booking     text    COLLATE "C" NOT NULL,           -- id of the booking, in capitals
    reference   text    COLLATE "C" NOT NULL,           -- as the store wrote it
    PRIMARY KEY (stream, seq)
);

CREATE INDEX transfers_by_booking ON transfers (booking);

CREATE TABLE transfer_items (
    stream   bigint NOT NULL,
    seq      bigint NOT NULL,
    sku      text   COLLATE "C" NOT NULL,
    quantity bigint NOT NULL, -- thousandths that went or came
    PRIMARY KEY (stream, seq, sku)
);

CREATE TABLE catching_up (
    due integer PRIMARY KEY CHECK (due = 1)
);

INSERT INTO catching_up SELECT 1 WHERE EXISTS (SELECT 1 FROM streams);
