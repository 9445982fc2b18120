-- Personal data lies beside the journal, so that it can be erased and the chain still proves itself.

-- Who a sale was made out to. The journal holds the digest, SHA-256(salt || details); erasing deletes the row.
CREATE TABLE customers (
    seq     INTEGER PRIMARY KEY REFERENCES journal (seq),
    digest  BLOB NOT NULL CHECK (length(digest) = 32),
    salt    BLOB NOT NULL,
    details BLOB NOT NULL  -- edgepos.v1.CustomerDetails
) STRICT;
