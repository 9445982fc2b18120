-- Head office's books: what boxes have sent and head office has committed.

-- One row a box and epoch: how far its journal is committed. It moves in the transaction that inserts the entries.
CREATE TABLE streams (
    stream      INTEGER PRIMARY KEY,
    tenant      TEXT NOT NULL,
    store       TEXT NOT NULL,
    box         TEXT NOT NULL,
    epoch       BLOB NOT NULL CHECK (length(epoch) = 16),
    seq         INTEGER NOT NULL CHECK (seq >= 0),
    hash        BLOB NOT NULL CHECK (length(hash) = 32),
    sales       INTEGER NOT NULL CHECK (sales >= 0),
    quarantined INTEGER NOT NULL CHECK (quarantined >= 0),
    UNIQUE (tenant, store, box, epoch)
) STRICT;

-- Every entry as it came.
CREATE TABLE entries (
    stream   INTEGER NOT NULL REFERENCES streams (stream),
    seq      INTEGER NOT NULL CHECK (seq > 0),
    at_us    INTEGER NOT NULL,
    clock    INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    register INTEGER NOT NULL,
    employee TEXT    NOT NULL,
    body     BLOB    NOT NULL,
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

-- Entries that this head office cannot read; they are in entries too, and the stream goes on.
CREATE TABLE quarantine (
    stream INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE sales (
    stream         INTEGER NOT NULL,
    seq            INTEGER NOT NULL,
    at_us          INTEGER NOT NULL,
    receipt_number TEXT    NOT NULL,
    command_id     TEXT    NOT NULL,
    total_minor    INTEGER NOT NULL,
    currency       TEXT    NOT NULL,
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE totals (
    stream   INTEGER NOT NULL,
    currency TEXT    NOT NULL,
    minor    INTEGER NOT NULL,
    PRIMARY KEY (stream, currency)
) STRICT, WITHOUT ROWID;

-- What has moved of an item in a store, thousandths of its unit.
CREATE TABLE stock (
    tenant  TEXT NOT NULL,
    store   TEXT NOT NULL,
    sku     TEXT NOT NULL,
    on_hand INTEGER NOT NULL,
    PRIMARY KEY (tenant, store, sku)
) STRICT, WITHOUT ROWID;

-- What boxes last said of themselves.
CREATE TABLE boxes (
    tenant   TEXT NOT NULL,
    store    TEXT NOT NULL,
    box      TEXT NOT NULL,
    online   INTEGER NOT NULL CHECK (online IN (0, 1)),
    epoch    BLOB NOT NULL,
    head_seq INTEGER NOT NULL,
    version  TEXT NOT NULL,
    PRIMARY KEY (tenant, store, box)
) STRICT, WITHOUT ROWID;
