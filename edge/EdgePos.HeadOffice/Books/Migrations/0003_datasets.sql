-- What goes down to stores.

-- Packages, each once however many stores get it.
CREATE TABLE dataset_packages (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    bytes  BLOB NOT NULL
) STRICT;

-- The versions of a store's datasets. number: in the order of their publication, over all stores.
CREATE TABLE dataset_versions (
    number       INTEGER PRIMARY KEY,
    tenant       TEXT    NOT NULL,
    store        TEXT    NOT NULL,
    dataset      TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version > 0),
    published_us INTEGER NOT NULL,
    content      BLOB    NOT NULL CHECK (length(content) = 32),  -- SHA-256 of the content
    manifest     BLOB    NOT NULL,                               -- a message SignedManifest
    UNIQUE (tenant, store, dataset, version)
) STRICT;

-- Which packages a version is offered as.
CREATE TABLE dataset_offers (
    number       INTEGER NOT NULL REFERENCES dataset_versions (number),
    from_version INTEGER NOT NULL CHECK (from_version >= 0),
    package      BLOB    NOT NULL REFERENCES dataset_packages (sha256),
    PRIMARY KEY (number, from_version)
) STRICT, WITHOUT ROWID;
