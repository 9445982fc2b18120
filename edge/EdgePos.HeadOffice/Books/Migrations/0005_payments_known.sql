-- Card payments at the terminal stood in quarantine until head office knew them: asked, ended, made good. Nothing is booked of them.
UPDATE streams SET quarantined = quarantined - (
    SELECT count(*) FROM quarantine AS q JOIN entries AS e ON e.stream = q.stream AND e.seq = q.seq
    WHERE q.stream = streams.stream AND e.kind IN ('edgepos.headoffice.v1.PaymentRequested',
        'edgepos.headoffice.v1.PaymentEnded', 'edgepos.headoffice.v1.PaymentMadeGood'));

DELETE FROM quarantine WHERE EXISTS (
    SELECT 1 FROM entries AS e WHERE e.stream = quarantine.stream AND e.seq = quarantine.seq
        AND e.kind IN ('edgepos.headoffice.v1.PaymentRequested',
            'edgepos.headoffice.v1.PaymentEnded', 'edgepos.headoffice.v1.PaymentMadeGood'));
