-- A basket is one row: what a register was shown of it, edgepos.v1.Basket. No box was ever shipped with the tables that go.

DROP TABLE basket_lines;
DROP TABLE basket_tenders;
DROP TABLE basket_commands;
DROP TABLE baskets;

-- With a number for a key the body lies in the row's own page. No index holds what changes with every scan.
CREATE TABLE baskets (
    id         INTEGER PRIMARY KEY,
    basket_id  BLOB    NOT NULL UNIQUE CHECK (length(basket_id) = 16),
    open       INTEGER NOT NULL CHECK (open IN (0, 1)),  -- 1 also while it is put aside
    changed_us INTEGER NOT NULL,
    body       BLOB    NOT NULL
) STRICT;
CREATE INDEX baskets_open ON baskets (id) WHERE open = 1;

-- Commands that changed a basket, so that a retry does not change it again. A command id means one command.
CREATE TABLE basket_commands (
    id             INTEGER PRIMARY KEY,
    command_id     BLOB    NOT NULL UNIQUE CHECK (length(command_id) = 16),
    basket_id      BLOB    NOT NULL CHECK (length(basket_id) = 16),
    request_digest BLOB    NOT NULL CHECK (length(request_digest) = 32),
    at_us          INTEGER NOT NULL
) STRICT;
