-- What came back, by the receipt it was sold with, in whichever store; and what boxes have said that they are about to take back.

CREATE INDEX sales_by_receipt ON sales (receipt_number);

CREATE TABLE returned (
    stream   INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    nth      INTEGER NOT NULL, -- counts the lines of the sale, from 1
    at_us    INTEGER NOT NULL,
    receipt  TEXT    NOT NULL, -- of the sale that it was bought in
    line     INTEGER NOT NULL, -- of that receipt; 0: taken without asking about it
    sku      TEXT    NOT NULL,
    quantity INTEGER NOT NULL, -- thousandths
    minor    INTEGER NOT NULL, -- what was given back
    currency TEXT    NOT NULL,
    hold     TEXT    NOT NULL, -- id of what was held for it; empty: nothing
    PRIMARY KEY (stream, seq, nth)
) STRICT, WITHOUT ROWID;

CREATE INDEX returned_by_receipt ON returned (receipt);
CREATE INDEX returned_at ON returned (at_us);

-- Who holds what of a receipt changes under the lock of its row here.
CREATE TABLE receipts_held (
    tenant   TEXT    NOT NULL,
    receipt  TEXT    NOT NULL,
    asked_us INTEGER NOT NULL,
    PRIMARY KEY (tenant, receipt)
) STRICT, WITHOUT ROWID;

CREATE TABLE return_holds (
    tenant   TEXT    NOT NULL,
    hold     TEXT    NOT NULL,
    receipt  TEXT    NOT NULL,
    line     INTEGER NOT NULL,
    store    TEXT    NOT NULL, -- of the box that takes it back
    box      TEXT    NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    minor    INTEGER NOT NULL,
    until_us INTEGER NOT NULL, -- by the clock of the box's journal
    made_us  INTEGER NOT NULL, -- by head office's
    PRIMARY KEY (tenant, hold)
) STRICT, WITHOUT ROWID;

CREATE INDEX return_holds_by_receipt ON return_holds (tenant, receipt);
CREATE INDEX return_holds_by_box ON return_holds (tenant, store, box);

INSERT INTO catching_up SELECT 1 WHERE EXISTS (SELECT 1 FROM streams) ON CONFLICT DO NOTHING;
