-- What lies on the counter right now. It survives a crash of the process; a power cut may cost the last moment.

CREATE TABLE baskets (
    basket_id      BLOB PRIMARY KEY CHECK (length(basket_id) = 16),
    register       INTEGER NOT NULL,
    currency       TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    last_line      INTEGER NOT NULL,
    price_book     TEXT    NOT NULL,
    receipt_number TEXT    NOT NULL,
    abandoned      INTEGER NOT NULL CHECK (abandoned IN (0, 1)),
    open           INTEGER NOT NULL CHECK (open IN (0, 1)),
    changed_us     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX baskets_by_age ON baskets (open, changed_us);

CREATE TABLE basket_lines (
    basket_id    BLOB    NOT NULL REFERENCES baskets (basket_id) ON DELETE CASCADE,
    line         INTEGER NOT NULL,
    sku          TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    scanned      TEXT    NOT NULL,
    unit         INTEGER NOT NULL,
    thousandths  INTEGER NOT NULL CHECK (thousandths > 0),
    price_minor  INTEGER NOT NULL CHECK (price_minor > 0),
    tax_rate_ppm INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    void         INTEGER NOT NULL CHECK (void IN (0, 1)),
    PRIMARY KEY (basket_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE basket_tenders (
    basket_id    BLOB    NOT NULL REFERENCES baskets (basket_id) ON DELETE CASCADE,
    tender       INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    PRIMARY KEY (basket_id, tender)
) STRICT, WITHOUT ROWID;

-- Commands that changed a basket, so that a retry does not change it again.
CREATE TABLE basket_commands (
    basket_id      BLOB NOT NULL REFERENCES baskets (basket_id) ON DELETE CASCADE,
    command_id     BLOB NOT NULL CHECK (length(command_id) = 16),
    request_digest BLOB NOT NULL CHECK (length(request_digest) = 32),
    PRIMARY KEY (basket_id, command_id)
) STRICT, WITHOUT ROWID;

-- The print queue. States are those of the protos: 1 waiting, 2 printing, 3 printed, 4 unknown.
CREATE TABLE print_jobs (
    job            INTEGER PRIMARY KEY AUTOINCREMENT,
    receipt_number TEXT    NOT NULL,
    copy           INTEGER NOT NULL CHECK (copy IN (0, 1)),
    state          INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),
    command_id     BLOB    UNIQUE CHECK (length(command_id) = 16),  -- of the copy that was asked for
    queued_us      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX print_jobs_one_original ON print_jobs (receipt_number) WHERE copy = 0;
CREATE INDEX print_jobs_by_state ON print_jobs (state, job);
