-- A command id means one command, whichever basket it names.

CREATE INDEX basket_commands_by_id ON basket_commands (command_id);
