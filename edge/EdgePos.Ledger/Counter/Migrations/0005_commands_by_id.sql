-- A command is one row in one tree: a scan writes one page less. Ids that hold a time, as registers make them, come in order.

CREATE TABLE commands (
    command_id     BLOB    PRIMARY KEY CHECK (length(command_id) = 16),
    basket_id      BLOB    NOT NULL CHECK (length(basket_id) = 16),
    request_digest BLOB    NOT NULL CHECK (length(request_digest) = 32),
    at_us          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO commands SELECT command_id, basket_id, request_digest, at_us FROM basket_commands;
DROP TABLE basket_commands;
ALTER TABLE commands RENAME TO basket_commands;
