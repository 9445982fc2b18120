-- Card payments at the box's terminal: what was asked for, what became of it, and where the money is. A projection.
CREATE TABLE payments (
    payment      BLOB    NOT NULL PRIMARY KEY CHECK (length(payment) = 16),
    seq          INTEGER NOT NULL REFERENCES journal (seq),  -- the entry that requested it
    ended_seq    INTEGER NOT NULL CHECK (ended_seq >= 0),    -- the entry that ended it; 0: nobody knows the end
    kind         INTEGER NOT NULL CHECK (kind IN (1, 2, 3)), -- 1 pay, 2 refund, 3 reversal
    basket       BLOB    NOT NULL CHECK (length(basket) IN (0, 16)),
    terminal     TEXT    NOT NULL,
    approved     INTEGER NOT NULL CHECK (approved >= 0),     -- minor units that moved
    reverses     BLOB    NOT NULL CHECK (length(reverses) IN (0, 16)),
    reversed_seq INTEGER NOT NULL CHECK (reversed_seq >= 0), -- the entry by which it was undone; 0: it was not
    sale_seq     INTEGER NOT NULL CHECK (sale_seq >= 0),     -- the sale of which it is a tender; 0: none
    good_seq     INTEGER NOT NULL CHECK (good_seq >= 0)      -- the entry by which it was made good otherwise; 0: none
) STRICT, WITHOUT ROWID;

CREATE INDEX payments_without_end ON payments (seq) WHERE ended_seq = 0;
CREATE INDEX payments_astray ON payments (seq)
    WHERE approved > 0 AND kind IN (1, 2) AND reversed_seq = 0 AND sale_seq = 0 AND good_seq = 0;
CREATE INDEX payments_of_baskets ON payments (basket);
CREATE INDEX payments_of_terminals ON payments (terminal, seq);
