-- Tills: sessions from opening to close, and the cash that moves in them without a sale. Projections, all of it.

-- A business date is a number, 20261124. closed_seq and z_number: 0 while it is open.
CREATE TABLE till_sessions (
    opened_seq    INTEGER PRIMARY KEY REFERENCES journal (seq),
    session       BLOB    NOT NULL UNIQUE CHECK (length(session) = 16),
    register      INTEGER NOT NULL,
    business_date INTEGER NOT NULL,
    float_minor   INTEGER NOT NULL CHECK (float_minor >= 0),
    currency      TEXT    NOT NULL,
    after_receipt INTEGER NOT NULL,  -- the register's last receipt before it
    closed_seq    INTEGER NOT NULL,
    z_number      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX till_sessions_one_open ON till_sessions (register) WHERE closed_seq = 0;
CREATE UNIQUE INDEX till_sessions_by_z ON till_sessions (register, z_number) WHERE closed_seq > 0;

CREATE TABLE till_movements (
    opened_seq INTEGER NOT NULL REFERENCES till_sessions (opened_seq),
    seq        INTEGER NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (opened_seq, seq)
) STRICT, WITHOUT ROWID;

-- Of a ledger that takes over from a lost one: Z reports go on after these.
CREATE TABLE z_report_bases (
    register INTEGER PRIMARY KEY,
    last     INTEGER NOT NULL CHECK (last > 0)
) STRICT;
