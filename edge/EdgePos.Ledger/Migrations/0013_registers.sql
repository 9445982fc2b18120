-- The registers that were paired, each with the key that it is known by. A projection.
CREATE TABLE registers (
    register    INTEGER PRIMARY KEY CHECK (register BETWEEN 1 AND 9999),
    seq         INTEGER NOT NULL REFERENCES journal (seq),  -- the entry that paired it last
    kind        INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    serial      TEXT    NOT NULL,
    key_sha256  BLOB    NOT NULL,
    paired_us   INTEGER NOT NULL,
    until_us    INTEGER NOT NULL,  -- of the certificate that it got then
    revoked_seq INTEGER NOT NULL,  -- the entry that shut it out; 0: none
    revoked_us  INTEGER NOT NULL
) STRICT;
