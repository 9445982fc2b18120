-- Old versions are forgotten with the packages that no other version has.
CREATE INDEX dataset_offers_by_package ON dataset_offers (package);
