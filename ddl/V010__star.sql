-- The star schema of product views. Keys of members are hashes of their natural keys, so that any
-- worker makes the same one without asking. Whoever writes facts has committed their members before,
-- hence the foreign keys are checked at once and hold at every moment.
--
-- natural_hash are the first 16 bytes of the SHA-256 of the natural key, each part as the length of
-- its UTF-8 bytes in four bytes and these bytes; the key is the first 8 of them. A text of any
-- length is unique by it, and breaks no index.

CREATE FUNCTION demand_same_member() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'another member of % has the same key', TG_TABLE_NAME
    USING ERRCODE = 'unique_violation';
END
$$;
COMMENT ON FUNCTION demand_same_member() IS
  'Refuses a member whose key belongs to another one: two natural keys with the same hash.';

CREATE TABLE dim_date (
  date_key integer PRIMARY KEY,
  date date NOT NULL UNIQUE,
  year integer NOT NULL,
  month integer NOT NULL,
  day integer NOT NULL,
  day_of_week integer NOT NULL,
  week_of_year integer NOT NULL,
  quarter integer NOT NULL
);
COMMENT ON TABLE dim_date IS 'The days of UTC on which products were viewed';
COMMENT ON COLUMN dim_date.date_key IS 'The day as a number: 20260109';
COMMENT ON COLUMN dim_date.date IS 'The day';
COMMENT ON COLUMN dim_date.year IS 'Its year';
COMMENT ON COLUMN dim_date.month IS 'Its month, 1 to 12';
COMMENT ON COLUMN dim_date.day IS 'Its day of the month';
COMMENT ON COLUMN dim_date.day_of_week IS '1 is Monday, 7 is Sunday';
COMMENT ON COLUMN dim_date.week_of_year IS 'Its ISO 8601 week, 1 to 53, which may belong to the year before or after';
COMMENT ON COLUMN dim_date.quarter IS 'Its quarter, 1 to 4';

CREATE TABLE dim_product (
  product_key bigint PRIMARY KEY,
  natural_hash bytea NOT NULL UNIQUE,
  product_id text NOT NULL,
  product_name text,
  category text,
  price numeric,
  is_active boolean,
  created_date date,
  described_at timestamptz NOT NULL DEFAULT '-infinity',
  description text NOT NULL DEFAULT ''
);
COMMENT ON TABLE dim_product IS 'Products, as the latest event described them that did';
COMMENT ON COLUMN dim_product.product_key IS 'First 8 bytes of natural_hash, as a number';
COMMENT ON COLUMN dim_product.natural_hash IS 'Hash of product_id';
COMMENT ON COLUMN dim_product.product_id IS 'Identifier of the product, unique by its hash; empty for views of an unknown product';
COMMENT ON COLUMN dim_product.product_name IS 'Its name, as the event or the end of its URL tells; null when nobody did';
COMMENT ON COLUMN dim_product.category IS 'Its category; null when no event told it';
COMMENT ON COLUMN dim_product.price IS 'Its price, without a currency; null when no event told it';
COMMENT ON COLUMN dim_product.is_active IS 'Whether it is sold; null when no event told it';
COMMENT ON COLUMN dim_product.created_date IS 'Since when it is sold; null when no event told it';
COMMENT ON COLUMN dim_product.described_at IS 'Time of the event that described it; -infinity when none did';
COMMENT ON COLUMN dim_product.description IS 'What that event told, as one text: decides between events of the same microsecond';
CREATE TRIGGER demand_same_member BEFORE UPDATE ON dim_product FOR EACH ROW
  WHEN (OLD.natural_hash <> NEW.natural_hash) EXECUTE FUNCTION demand_same_member();

CREATE TABLE dim_country (
  country_key bigint PRIMARY KEY,
  natural_hash bytea NOT NULL UNIQUE,
  store_id text NOT NULL,
  country_code text NOT NULL,
  country_name text NOT NULL,
  region text NOT NULL,
  continent text NOT NULL
);
COMMENT ON TABLE dim_country IS 'Stores, by the country of their visitors';
COMMENT ON COLUMN dim_country.country_key IS 'First 8 bytes of natural_hash, as a number';
COMMENT ON COLUMN dim_country.natural_hash IS 'Hash of store_id and country_code';
COMMENT ON COLUMN dim_country.store_id IS 'Identifier of the store; empty when unknown';
COMMENT ON COLUMN dim_country.country_code IS 'ISO 3166-1 code of the country; empty when unknown';
COMMENT ON COLUMN dim_country.country_name IS 'The country in English; Unknown when unknown';
COMMENT ON COLUMN dim_country.region IS 'The part of the continent, after the United Nations'' M49';
COMMENT ON COLUMN dim_country.continent IS 'The continent';
CREATE TRIGGER demand_same_member BEFORE UPDATE ON dim_country FOR EACH ROW
  WHEN (OLD.natural_hash <> NEW.natural_hash) EXECUTE FUNCTION demand_same_member();

CREATE TABLE dim_referrer (
  referrer_key bigint PRIMARY KEY,
  natural_hash bytea NOT NULL UNIQUE,
  referrer_url text NOT NULL,
  referrer_domain text NOT NULL,
  referrer_type text NOT NULL,
  source_class text NOT NULL
);
COMMENT ON TABLE dim_referrer IS 'What brought visitors: referrers, by the class of what they stand for';
COMMENT ON COLUMN dim_referrer.referrer_key IS 'First 8 bytes of natural_hash, as a number';
COMMENT ON COLUMN dim_referrer.natural_hash IS 'Hash of referrer_url, referrer_domain and source_class';
COMMENT ON COLUMN dim_referrer.referrer_url IS 'Referrer as the event told it; empty when there is none';
COMMENT ON COLUMN dim_referrer.referrer_domain IS 'Its host, the site''s own for a page of it; empty when there is none';
COMMENT ON COLUMN dim_referrer.referrer_type IS 'Search Engine, Social Media, Direct or Other';
COMMENT ON COLUMN dim_referrer.source_class IS 'The finer class: Direct, Internal, Paid, Email, Search, Social or Other; it depends on the campaign and the site, too, so a URL can stand here once a class';
CREATE TRIGGER demand_same_member BEFORE UPDATE ON dim_referrer FOR EACH ROW
  WHEN (OLD.natural_hash <> NEW.natural_hash) EXECUTE FUNCTION demand_same_member();

CREATE TABLE dim_device (
  device_key bigint PRIMARY KEY,
  natural_hash bytea NOT NULL UNIQUE,
  device_id text NOT NULL,
  device_type text,
  browser_info text,
  operating_system text,
  described_at timestamptz NOT NULL DEFAULT '-infinity',
  description text NOT NULL DEFAULT ''
);
COMMENT ON TABLE dim_device IS 'Devices, as their latest view described them';
COMMENT ON COLUMN dim_device.device_key IS 'First 8 bytes of natural_hash, as a number';
COMMENT ON COLUMN dim_device.natural_hash IS 'Hash of device_id';
COMMENT ON COLUMN dim_device.device_id IS 'Identifier that the sender gave to the device or its user, unique by its hash; empty when unknown';
COMMENT ON COLUMN dim_device.device_type IS 'Class of the device, such as Desktop or Phone; null when unknown';
COMMENT ON COLUMN dim_device.browser_info IS 'Name of the browser; null when unknown';
COMMENT ON COLUMN dim_device.operating_system IS 'Name of the operating system; null when unknown';
COMMENT ON COLUMN dim_device.described_at IS 'Time of the view that described it; -infinity when none did';
COMMENT ON COLUMN dim_device.description IS 'What that view told, as one text: decides between views of the same microsecond';
CREATE TRIGGER demand_same_member BEFORE UPDATE ON dim_device FOR EACH ROW
  WHEN (OLD.natural_hash <> NEW.natural_hash) EXECUTE FUNCTION demand_same_member();

CREATE TABLE fact_product_views (
  date_key integer NOT NULL REFERENCES dim_date,
  product_key bigint NOT NULL REFERENCES dim_product,
  country_key bigint NOT NULL REFERENCES dim_country,
  referrer_key bigint NOT NULL REFERENCES dim_referrer,
  device_key bigint NOT NULL REFERENCES dim_device,
  view_count bigint NOT NULL,
  unique_visitors bigint NOT NULL,
  sketch bytea NOT NULL,
  first_view_time timestamptz NOT NULL,
  last_view_time timestamptz NOT NULL,
  view_duration_seconds numeric
    GENERATED ALWAYS AS (extract(epoch FROM last_view_time - first_view_time)) STORED,
  avg_view_timestamp timestamptz NOT NULL,
  processed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (date_key, product_key, country_key, referrer_key, device_key)
) WITH (fillfactor = 80);
-- Most sketches do not compress, and trying costs ten times the write.
ALTER TABLE fact_product_views ALTER COLUMN sketch SET STORAGE EXTERNAL;
COMMENT ON TABLE fact_product_views IS 'Views of products: one row a day, product, store and country, referrer and device';

CREATE TABLE fact_product_views_hourly (
  view_hour timestamptz NOT NULL,
  LIKE fact_product_views INCLUDING ALL EXCLUDING INDEXES,
  PRIMARY KEY (view_hour, product_key, country_key, referrer_key, device_key),
  FOREIGN KEY (date_key) REFERENCES dim_date,
  FOREIGN KEY (product_key) REFERENCES dim_product,
  FOREIGN KEY (country_key) REFERENCES dim_country,
  FOREIGN KEY (referrer_key) REFERENCES dim_referrer,
  FOREIGN KEY (device_key) REFERENCES dim_device
) WITH (fillfactor = 80);
COMMENT ON TABLE fact_product_views_hourly IS 'Views of products: one row an hour, product, store and country, referrer and device';
COMMENT ON COLUMN fact_product_views_hourly.view_hour IS 'Begin of the hour';

DO $$
DECLARE
  described record;
  fact text;
  name text;
BEGIN
  FOREACH fact IN ARRAY ARRAY['fact_product_views', 'fact_product_views_hourly'] LOOP
    FOR described IN
      SELECT * FROM (VALUES
        ('date_key', 'Day of UTC on which the views were'),
        ('product_key', 'What was viewed'),
        ('country_key', 'In which store, and from where'),
        ('referrer_key', 'What brought the visitor'),
        ('device_key', 'On which device'),
        ('view_count', 'Number of views; the row built from more views wins'),
        ('unique_visitors', 'Estimated number of distinct visitors'),
        ('sketch', 'Compact HLL_4 sketch (Apache DataSketches, lgK 14) of the visitors: rows merge '
          'into the estimate of any range'),
        ('first_view_time', 'Time of the first view'),
        ('last_view_time', 'Time of the last view'),
        ('view_duration_seconds', 'From the first to the last view'),
        ('avg_view_timestamp', 'Mean of the times of the views, cut to the microsecond'),
        ('processed_at', 'When the row was last written')
      ) AS columns(column_name, text)
    LOOP
      EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', fact, described.column_name, described.text);
    END LOOP;
  END LOOP;
  FOREACH name IN ARRAY ARRAY['dim_date', 'dim_product', 'dim_country', 'dim_referrer',
    'dim_device', 'fact_product_views', 'fact_product_views_hourly'] LOOP
    CALL grant_tidemark_table(name);
  END LOOP;
END
$$;
