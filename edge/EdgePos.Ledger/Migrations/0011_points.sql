-- What sales added to the points of customers. A projection.
CREATE TABLE customer_points (
    seq      INTEGER PRIMARY KEY REFERENCES journal (seq),  -- the sale
    customer TEXT    NOT NULL,
    points   INTEGER NOT NULL  -- below zero: taken off
) STRICT;

CREATE INDEX customer_points_of ON customer_points (customer, seq);
