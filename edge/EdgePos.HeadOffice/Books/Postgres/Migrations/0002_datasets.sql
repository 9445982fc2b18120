-- What goes down to stores.

-- Packages, each once however many stores get it. Chunks are cut out of them, so they are not packed once more.
CREATE TABLE dataset_packages (
    sha256 bytea PRIMARY KEY CHECK (length(sha256) = 32),
    bytes  bytea NOT NULL
);
ALTER TABLE dataset_packages ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The versions of a store's datasets. number: in the order of their publication, over all stores.
CREATE TABLE dataset_versions (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant       text   COLLATE "C" NOT NULL,
    store        text   COLLATE "C" NOT NULL,
    dataset      text   COLLATE "C" NOT NULL,
    version      bigint NOT NULL CHECK (version > 0),
    published_us bigint NOT NULL,
    content      bytea  NOT NULL CHECK (length(content) = 32),  -- SHA-256 of the content
    manifest     bytea  NOT NULL,                               -- a message SignedManifest
    UNIQUE (tenant, store, dataset, version)
);

-- Which packages a version is offered as.
CREATE TABLE dataset_offers (
    number       bigint NOT NULL REFERENCES dataset_versions (number),
    from_version bigint NOT NULL CHECK (from_version >= 0),
    package      bytea  NOT NULL REFERENCES dataset_packages (sha256),
    PRIMARY KEY (number, from_version)
);
