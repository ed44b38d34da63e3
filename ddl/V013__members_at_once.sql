-- Several workers meet a new member at once, and each writes its row. ON CONFLICT arbitrates on the
-- primary key alone: against any other unique index the one that comes second would fail, and its
-- row be set aside though nothing is wrong with it. None is needed: a key is the beginning of its
-- natural_hash, so two rows with the same hash have the same key, and of two with the same key the
-- trigger refuses the one that differs. Likewise a day's date_key is its date.
ALTER TABLE dim_date DROP CONSTRAINT dim_date_date_key;
ALTER TABLE dim_product DROP CONSTRAINT dim_product_natural_hash_key;
ALTER TABLE dim_country DROP CONSTRAINT dim_country_natural_hash_key;
ALTER TABLE dim_referrer DROP CONSTRAINT dim_referrer_natural_hash_key;
ALTER TABLE dim_device DROP CONSTRAINT dim_device_natural_hash_key;
