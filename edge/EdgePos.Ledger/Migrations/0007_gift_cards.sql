-- What is on the store's gift cards. A projection.
CREATE TABLE gift_cards (
    number   TEXT    PRIMARY KEY,
    balance  INTEGER NOT NULL CHECK (balance >= 0),  -- minor units
    currency TEXT    NOT NULL,
    seq      INTEGER NOT NULL REFERENCES journal (seq)  -- the last entry that moved it
) STRICT, WITHOUT ROWID;
