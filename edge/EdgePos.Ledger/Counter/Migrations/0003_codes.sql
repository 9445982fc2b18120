-- What the code on the goods said of them. sell_by is a number, 20261124; 0: nothing was said.

ALTER TABLE basket_lines ADD COLUMN batch TEXT NOT NULL DEFAULT '';
ALTER TABLE basket_lines ADD COLUMN serial TEXT NOT NULL DEFAULT '';
ALTER TABLE basket_lines ADD COLUMN sell_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE basket_lines ADD COLUMN quantity_fixed INTEGER NOT NULL DEFAULT 0 CHECK (quantity_fixed IN (0, 1));
