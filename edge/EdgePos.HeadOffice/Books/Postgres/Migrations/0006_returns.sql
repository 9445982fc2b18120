-- What came back, by the receipt it was sold with, in whichever store; and what boxes have said that they are about to take back.

CREATE INDEX sales_by_receipt ON sales (receipt_number);

CREATE TABLE returned (
    stream   bigint  NOT NULL,
    seq      bigint  NOT NULL,
    nth      integer NOT NULL, -- counts the lines of the sale, from 1
    at_us    bigint  NOT NULL,
    receipt  text COLLATE "C" NOT NULL, -- of the sale that it was bought in
    line     integer NOT NULL, -- of that receipt; 0: taken without asking about it
    sku      text COLLATE "C" NOT NULL,
    quantity bigint  NOT NULL, -- thousandths
    minor    bigint  NOT NULL, -- what was given back
    currency text COLLATE "C" NOT NULL,
    hold     text COLLATE "C" NOT NULL, -- id of what was held for it; empty: nothing
    PRIMARY KEY (stream, seq, nth)
);

CREATE INDEX returned_by_receipt ON returned (receipt);
CREATE INDEX returned_at ON returned (at_us);

-- Who holds what of a receipt changes under the lock of its row here.
CREATE TABLE receipts_held (
    tenant   text COLLATE "C" NOT NULL,
    receipt  text COLLATE "C" NOT NULL,
    asked_us bigint  NOT NULL,
    PRIMARY KEY (tenant, receipt)
);

CREATE TABLE return_holds (
    tenant   text COLLATE "C" NOT NULL,
    hold     text COLLATE "C" NOT NULL,
    receipt  text COLLATE "C" NOT NULL,
    line     integer NOT NULL,
    store    text COLLATE "C" NOT NULL, -- of the box that takes it back
    box      text COLLATE "C" NOT NULL,
    quantity bigint  NOT NULL CHECK (quantity > 0),
    minor    bigint  NOT NULL,
    until_us bigint  NOT NULL, -- by the clock of the box's journal
    made_us  bigint  NOT NULL, -- by head office's
    PRIMARY KEY (tenant, hold)
);

CREATE INDEX return_holds_by_receipt ON return_holds (tenant, receipt);
CREATE INDEX return_holds_by_box ON return_holds (tenant, store, box);

INSERT INTO catching_up SELECT 1 WHERE EXISTS (SELECT 1 FROM streams) ON CONFLICT DO NOTHING;
