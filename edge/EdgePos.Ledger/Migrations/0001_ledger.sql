-- The ledger of one store: what must never be lost. Written by one thread, synced before any answer.

-- Whose ledger this is. The epoch is random and made with the file: a restored or rebuilt ledger has another.
CREATE TABLE identity (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    tenant     TEXT NOT NULL,
    store      TEXT NOT NULL,
    box        TEXT NOT NULL,
    epoch      BLOB NOT NULL CHECK (length(epoch) = 16),
    created_us INTEGER NOT NULL
) STRICT;

-- Every fact, in order, chained by hash. The outbox to head office is this table and no other.
CREATE TABLE journal (
    seq      INTEGER PRIMARY KEY CHECK (seq > 0),
    at_us    INTEGER NOT NULL,
    clock    INTEGER NOT NULL CHECK (clock IN (1, 2)),
    kind     TEXT    NOT NULL,
    register INTEGER NOT NULL CHECK (register >= 0),
    employee TEXT    NOT NULL,
    body     BLOB    NOT NULL,
    hash     BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never updated'); END;

CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never deleted'); END;

-- What was answered to which command, so that asking twice gives the first answer. Rows come in the order of time.
CREATE TABLE answers (
    id             INTEGER PRIMARY KEY,
    register       INTEGER NOT NULL,
    command_id     BLOB    NOT NULL CHECK (length(command_id) = 16),
    request_digest BLOB    NOT NULL CHECK (length(request_digest) = 32),
    response       BLOB    NOT NULL,
    at_us          INTEGER NOT NULL,
    UNIQUE (register, command_id)
) STRICT;

-- How far head office has committed the journal.
CREATE TABLE confirmed (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    seq      INTEGER NOT NULL CHECK (seq >= 0)
) STRICT;
INSERT INTO confirmed VALUES (1, 0);

-- Projections: all that follows can be rebuilt from the journal.

-- The last receipt number of each register; there are no gaps below it.
CREATE TABLE receipt_counters (
    register INTEGER PRIMARY KEY,
    last     INTEGER NOT NULL CHECK (last > 0)
) STRICT;

-- The index of receipts; what is on them is in the journal.
CREATE TABLE receipts (
    register    INTEGER NOT NULL,
    number      INTEGER NOT NULL CHECK (number > 0),
    basket_id   BLOB    NOT NULL UNIQUE CHECK (length(basket_id) = 16),
    seq         INTEGER NOT NULL REFERENCES journal (seq),
    total_minor INTEGER NOT NULL,
    currency    TEXT    NOT NULL,
    PRIMARY KEY (register, number)
) STRICT, WITHOUT ROWID;

-- Stock on hand, thousandths of the item's unit; as_of is the last entry that moved it.
CREATE TABLE stock (
    sku     TEXT PRIMARY KEY,
    on_hand INTEGER NOT NULL,
    as_of   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
