-- What was given out to set boxes up with. Each is of use once, but for those by which boxes wait to be adopted.
CREATE TABLE claims (
    tenant         text COLLATE "C" NOT NULL,
    claim          text COLLATE "C" NOT NULL,
    store          text COLLATE "C" NOT NULL, -- empty: head office says which once it has adopted a box
    box            text COLLATE "C" NOT NULL,
    settings       bytea   NOT NULL, -- a message Enrolled with nothing but settings
    replaces       bigint  NOT NULL CHECK (replaces IN (0, 1)), -- 1: another machine may have this name already
    valid_until_us bigint  NOT NULL,
    device         text COLLATE "C" NOT NULL, -- the key that used it, as in the topics; empty: none yet
    PRIMARY KEY (tenant, claim)
);

-- Boxes that wait to be adopted, and those that were.
CREATE TABLE waiting_boxes (
    tenant   text COLLATE "C" NOT NULL,
    device   text COLLATE "C" NOT NULL,
    claim    text COLLATE "C" NOT NULL,
    code     text    NOT NULL, -- what the box shows
    machine  text    NOT NULL,
    version  text    NOT NULL,
    seen_us  bigint  NOT NULL,
    store    text COLLATE "C" NOT NULL, -- empty: it waits
    box      text COLLATE "C" NOT NULL,
    settings bytea   NOT NULL,
    replaces bigint  NOT NULL CHECK (replaces IN (0, 1)),
    PRIMARY KEY (tenant, device)
);

-- Who has which name at the broker.
CREATE TABLE box_certificates (
    tenant     text COLLATE "C" NOT NULL,
    store      text COLLATE "C" NOT NULL,
    box        text COLLATE "C" NOT NULL,
    key        bytea   NOT NULL, -- SubjectPublicKeyInfo, DER
    key_before bytea   NOT NULL, -- a box that did not hear of its new one still has it; empty: none
    serial     text    NOT NULL,
    until_us   bigint  NOT NULL,
    machine    text    NOT NULL,
    PRIMARY KEY (tenant, store, box)
);

-- What a box that takes another's place is told of the ledger before, until it has it all.
CREATE TABLE ledgers_before (
    tenant text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    made_us bigint  NOT NULL,
    body   bytea   NOT NULL, -- a message LedgerBefore, compressed by Brotli
    PRIMARY KEY (tenant, device)
);
