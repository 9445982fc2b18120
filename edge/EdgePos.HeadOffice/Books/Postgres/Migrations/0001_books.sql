-- Head office's books in PostgreSQL: the tables of the SQLite books, the large ones cut by month. That an entry is there once
-- is guarded by its stream's watermark: it moves in the transaction that inserts the entries, under the lock of its row.

CREATE TABLE streams (
    stream      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant      text   COLLATE "C" NOT NULL,
    store       text   COLLATE "C" NOT NULL,
    box         text   COLLATE "C" NOT NULL,
    epoch       bytea  NOT NULL CHECK (length(epoch) = 16),
    seq         bigint NOT NULL CHECK (seq >= 0),
    hash        bytea  NOT NULL CHECK (length(hash) = 32),
    sales       bigint NOT NULL CHECK (sales >= 0),
    quarantined bigint NOT NULL CHECK (quarantined >= 0),
    forked      text   COLLATE "C" NOT NULL DEFAULT '', -- why the box is another one than the one committed
    UNIQUE (tenant, store, box, epoch)
) WITH (fillfactor = 50);

-- Every entry as it came. An entry whose month has no partition is in the default one.
CREATE TABLE entries (
    stream   bigint  NOT NULL,
    seq      bigint  NOT NULL CHECK (seq > 0),
    at_us    bigint  NOT NULL,
    clock    integer NOT NULL,
    kind     text    COLLATE "C" NOT NULL,
    register integer NOT NULL,
    employee text    COLLATE "C" NOT NULL,
    body     bytea   NOT NULL,
    hash     bytea   NOT NULL
) PARTITION BY RANGE (at_us);

CREATE INDEX entries_by_stream ON entries (stream, seq);
CREATE TABLE entries_default PARTITION OF entries DEFAULT;

-- Entries that this head office cannot read; they are in entries too, and the stream goes on.
CREATE TABLE quarantine (
    stream bigint NOT NULL,
    seq    bigint NOT NULL,
    reason text   COLLATE "C" NOT NULL,
    PRIMARY KEY (stream, seq)
);

CREATE TABLE sales (
    stream         bigint  NOT NULL,
    seq            bigint  NOT NULL,
    at_us          bigint  NOT NULL,
    register       integer NOT NULL,
    employee       text    COLLATE "C" NOT NULL,
    receipt_number text    COLLATE "C" NOT NULL,
    command_id     text    COLLATE "C" NOT NULL,
    quantity       bigint  NOT NULL, -- thousandths, all lines
    total_minor    bigint  NOT NULL,
    tax_minor      bigint  NOT NULL, -- within the total
    currency       text    COLLATE "C" NOT NULL
) PARTITION BY RANGE (at_us);

CREATE INDEX sales_by_stream ON sales (stream, seq);
CREATE INDEX sales_at ON sales USING brin (at_us);
CREATE TABLE sales_default PARTITION OF sales DEFAULT;

-- A row for each line; nth counts them within the sale, from 1.
CREATE TABLE sale_lines (
    stream     bigint  NOT NULL,
    seq        bigint  NOT NULL,
    nth        integer NOT NULL,
    at_us      bigint  NOT NULL,
    sku        text    COLLATE "C" NOT NULL,
    department text    COLLATE "C" NOT NULL,
    quantity   bigint  NOT NULL, -- thousandths
    net_minor  bigint  NOT NULL, -- without tax
    tax_minor  bigint  NOT NULL,
    currency   text    COLLATE "C" NOT NULL
) PARTITION BY RANGE (at_us);

CREATE INDEX sale_lines_at ON sale_lines USING brin (at_us);
CREATE TABLE sale_lines_default PARTITION OF sale_lines DEFAULT;

CREATE TABLE totals (
    stream   bigint NOT NULL,
    currency text   COLLATE "C" NOT NULL,
    minor    bigint NOT NULL,
    PRIMARY KEY (stream, currency)
) WITH (fillfactor = 50);

-- What the entries of a journal have moved of an item, thousandths of its unit.
CREATE TABLE stock (
    stream bigint NOT NULL,
    sku    text   COLLATE "C" NOT NULL,
    moved  bigint NOT NULL,
    PRIMARY KEY (stream, sku)
) WITH (fillfactor = 50);

CREATE INDEX stock_by_sku ON stock (sku);

-- The same, as the box says ahead of its journal; it counts while the journal is committed to before as_of_seq.
CREATE TABLE live_stock (
    stream    bigint NOT NULL,
    sku       text   COLLATE "C" NOT NULL,
    as_of_seq bigint NOT NULL,
    moved     bigint NOT NULL,
    PRIMARY KEY (stream, sku)
) WITH (fillfactor = 50);

-- What boxes last said of themselves.
CREATE TABLE boxes (
    tenant        text    COLLATE "C" NOT NULL,
    store         text    COLLATE "C" NOT NULL,
    box           text    COLLATE "C" NOT NULL,
    online        integer NOT NULL CHECK (online IN (0, 1)),
    epoch         bytea   NOT NULL,
    head_seq      bigint  NOT NULL,
    version       text    COLLATE "C" NOT NULL,
    confirmed_seq bigint  NOT NULL,
    PRIMARY KEY (tenant, store, box)
);

-- The last LiveTills of a box, as it came.
CREATE TABLE live_tills (
    tenant    text   COLLATE "C" NOT NULL,
    store     text   COLLATE "C" NOT NULL,
    box       text   COLLATE "C" NOT NULL,
    epoch     bytea  NOT NULL,
    as_of_seq bigint NOT NULL,
    message   bytea  NOT NULL,
    PRIMARY KEY (tenant, store, box)
);

-- The last LiveHealth of a box, as it came.
CREATE TABLE live_health (
    tenant   text   COLLATE "C" NOT NULL,
    store    text   COLLATE "C" NOT NULL,
    box      text   COLLATE "C" NOT NULL,
    at_us    bigint NOT NULL, -- by the box's clock
    heard_us bigint NOT NULL, -- by head office's
    message  bytea  NOT NULL,
    PRIMARY KEY (tenant, store, box)
);

-- What a unit of an item costs from a time on.
CREATE TABLE costs (
    tenant        text   COLLATE "C" NOT NULL,
    sku           text   COLLATE "C" NOT NULL,
    currency      text   COLLATE "C" NOT NULL,
    valid_from_us bigint NOT NULL,
    cost_minor    bigint NOT NULL,
    PRIMARY KEY (tenant, sku, currency, valid_from_us)
);
