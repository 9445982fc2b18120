-- Who has a till: the employee who opened it or took it over last; empty: nobody in particular. A projection.
ALTER TABLE till_sessions ADD COLUMN cashier TEXT NOT NULL DEFAULT '';
