-- What employees said to the time clock. A projection.
CREATE TABLE time_clock (
    seq      INTEGER PRIMARY KEY REFERENCES journal (seq),
    employee TEXT    NOT NULL,
    kind     INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),  -- edgepos.v1.ClockKind
    at_us    INTEGER NOT NULL
) STRICT;

CREATE INDEX time_clock_of ON time_clock (employee, seq);
