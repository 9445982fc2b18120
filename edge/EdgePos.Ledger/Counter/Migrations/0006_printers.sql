-- A store can have several receipt printers: a job is of one of them, until another takes it over.
ALTER TABLE print_jobs ADD COLUMN printer TEXT NOT NULL DEFAULT '';  -- name of the device; '': of before there was a choice
