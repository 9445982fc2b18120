-- Who works in the chain's stores, and the roles that it has besides the usual ones, as they were published.
CREATE TABLE employees (
    tenant TEXT NOT NULL,
    number TEXT NOT NULL,
    row    BLOB NOT NULL, -- a message edgepos.v1.Employee
    badges TEXT NOT NULL, -- with line feeds between them
    stores TEXT NOT NULL, -- codes with line feeds between them; empty: all
    PRIMARY KEY (tenant, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (
    tenant TEXT NOT NULL,
    code   TEXT NOT NULL,
    row    BLOB NOT NULL, -- a message edgepos.v1.Role
    PRIMARY KEY (tenant, code)
) STRICT, WITHOUT ROWID;

-- What staff did, and which registers were paired, stood in quarantine until head office knew those entries. Nothing is booked of them.
UPDATE streams SET quarantined = quarantined - (
    SELECT count(*) FROM quarantine AS q JOIN entries AS e ON e.stream = q.stream AND e.seq = q.seq
    WHERE q.stream = streams.stream AND e.kind IN ('edgepos.headoffice.v1.StaffSignedIn', 'edgepos.headoffice.v1.StaffSignedOut',
        'edgepos.headoffice.v1.SignInRefused', 'edgepos.headoffice.v1.PinChanged', 'edgepos.headoffice.v1.TimeClocked',
        'edgepos.headoffice.v1.ApprovalGiven', 'edgepos.headoffice.v1.ApprovalRefused', 'edgepos.headoffice.v1.CallRefused',
        'edgepos.headoffice.v1.RegisterPaired', 'edgepos.headoffice.v1.RegisterRevoked'));

DELETE FROM quarantine WHERE EXISTS (
    SELECT 1 FROM entries AS e WHERE e.stream = quarantine.stream AND e.seq = quarantine.seq AND e.kind IN ('edgepos.headoffice.v1.StaffSignedIn', 'edgepos.headoffice.v1.StaffSignedOut',
        'edgepos.headoffice.v1.SignInRefused', 'edgepos.headoffice.v1.PinChanged', 'edgepos.headoffice.v1.TimeClocked',
        'edgepos.headoffice.v1.ApprovalGiven', 'edgepos.headoffice.v1.ApprovalRefused', 'edgepos.headoffice.v1.CallRefused',
        'edgepos.headoffice.v1.RegisterPaired', 'edgepos.headoffice.v1.RegisterRevoked'));
