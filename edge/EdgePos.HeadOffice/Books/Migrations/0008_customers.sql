-- The chain's customers as they were published, and the points that the entries of a journal earned and spent.
CREATE TABLE customers (
    tenant TEXT NOT NULL,
    number TEXT NOT NULL,
    row    BLOB NOT NULL, -- a message edgepos.v1.Customer, without points
    cards  TEXT NOT NULL, -- with line feeds between them
    PRIMARY KEY (tenant, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_points (
    stream   INTEGER NOT NULL,
    customer TEXT    NOT NULL,
    points   INTEGER NOT NULL,
    seq      INTEGER NOT NULL, -- an entry up to which they are counted, and after which none was until now
    PRIMARY KEY (stream, customer)
) STRICT, WITHOUT ROWID;
