-- What makes the ledger provable: signed checkpoints, keys that stand in the chain, sums over what the chain does not hold.

-- The last receipt number is the greatest one; a ledger that takes over from a lost one goes on after these.
DROP TABLE receipt_counters;
CREATE TABLE receipt_bases (
    register INTEGER PRIMARY KEY,
    last     INTEGER NOT NULL CHECK (last > 0)
) STRICT;

-- The keys that have signed, by the entry that names each. ECDSA P-256, SubjectPublicKeyInfo, DER.
CREATE TABLE signing_keys (
    seq        INTEGER PRIMARY KEY REFERENCES journal (seq),
    public_key BLOB NOT NULL UNIQUE
) STRICT;

-- From time to time the box signs how far the journal goes. What is signed: Store/SignedCheckpoint.cs.
CREATE TABLE checkpoints (
    seq       INTEGER PRIMARY KEY REFERENCES journal (seq),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    key       INTEGER NOT NULL REFERENCES signing_keys (seq),
    signature BLOB    NOT NULL CHECK (length(signature) = 64)
) STRICT;

CREATE TRIGGER checkpoints_are_never_updated BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never updated'); END;

CREATE TRIGGER checkpoints_are_never_deleted BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;

-- A CRC-32C over the row: a stored answer is checked before it is given again. Empty: a row from before.
ALTER TABLE answers ADD COLUMN sum BLOB NOT NULL DEFAULT x'';

-- The entry that the command wrote. 0: a row from before.
ALTER TABLE answers ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;

-- The hash of the confirmed entry: the mark proves itself. Empty: from before, or nothing is confirmed.
ALTER TABLE confirmed ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
