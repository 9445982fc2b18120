-- The chain's customers as they were published, and the points that the entries of a journal earned and spent.
CREATE TABLE customers (
    tenant text  COLLATE "C" NOT NULL,
    number text  COLLATE "C" NOT NULL,
    row    bytea NOT NULL, -- a message edgepos.v1.Customer, without points
    cards  text  NOT NULL, -- with line feeds between them
    PRIMARY KEY (tenant, number)
);

CREATE TABLE customer_points (
    stream   bigint NOT NULL,
    customer text   COLLATE "C" NOT NULL,
    points   bigint NOT NULL,
    seq      bigint NOT NULL, -- an entry up to which they are counted, and after which none was until now
    PRIMARY KEY (stream, customer)
);
