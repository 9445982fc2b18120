-- What was given out to set boxes up with. Each is of use once, but for those by which boxes wait to be adopted.
CREATE TABLE claims (
    tenant         TEXT    NOT NULL,
    claim          TEXT    NOT NULL,
    store          TEXT    NOT NULL, -- empty: head office says which once it has adopted a box
    box            TEXT    NOT NULL,
    settings       BLOB    NOT NULL, -- a message Enrolled with nothing but settings
    replaces       INTEGER NOT NULL CHECK (replaces IN (0, 1)), -- 1: another machine may have this name already
    valid_until_us INTEGER NOT NULL,
    device         TEXT    NOT NULL, -- the key that used it, as in the topics; empty: none yet
    PRIMARY KEY (tenant, claim)
) STRICT, WITHOUT ROWID;

-- Boxes that wait to be adopted, and those that were.
CREATE TABLE waiting_boxes (
    tenant   TEXT    NOT NULL,
    device   TEXT    NOT NULL,
    claim    TEXT    NOT NULL,
    code     TEXT    NOT NULL, -- what the box shows
    machine  TEXT    NOT NULL,
    version  TEXT    NOT NULL,
    seen_us  INTEGER NOT NULL,
    store    TEXT    NOT NULL, -- empty: it waits
    box      TEXT    NOT NULL,
    settings BLOB    NOT NULL,
    replaces INTEGER NOT NULL CHECK (replaces IN (0, 1)),
    PRIMARY KEY (tenant, device)
) STRICT, WITHOUT ROWID;

-- Who has which name at the broker.
CREATE TABLE box_certificates (
    tenant     TEXT    NOT NULL,
    store      TEXT    NOT NULL,
    box        TEXT    NOT NULL,
    key        BLOB    NOT NULL, -- SubjectPublicKeyInfo, DER
    key_before BLOB    NOT NULL, -- a box that did not hear of its new one still has it; empty: none
    serial     TEXT    NOT NULL,
    until_us   INTEGER NOT NULL,
    machine    TEXT    NOT NULL,
    PRIMARY KEY (tenant, store, box)
) STRICT, WITHOUT ROWID;

-- What a box that takes another's place is told of the ledger before, until it has it all.
CREATE TABLE ledgers_before (
    tenant TEXT    NOT NULL,
    device TEXT    NOT NULL,
    made_us INTEGER NOT NULL,
    body   BLOB    NOT NULL, -- a message LedgerBefore, compressed by Brotli
    PRIMARY KEY (tenant, device)
) STRICT;
