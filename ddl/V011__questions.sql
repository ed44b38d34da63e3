-- Answers to what people ask of traffic and of a shop, by days of UTC. Each is explained, with its
-- queries, in docs/questions.md.

CREATE VIEW daily_interactions AS
SELECT
  (window_start AT TIME ZONE 'UTC')::date AS day,
  country_code,
  city,
  sum(num_hits)::bigint AS interactions
FROM geo_traffic
GROUP BY 1, 2, 3;
COMMENT ON VIEW daily_interactions IS 'Events by day, country and city';
COMMENT ON COLUMN daily_interactions.day IS 'Day of UTC';
COMMENT ON COLUMN daily_interactions.country_code IS 'ISO 3166-1 code of the country; empty when unknown';
COMMENT ON COLUMN daily_interactions.city IS 'City in English; empty when unknown';
COMMENT ON COLUMN daily_interactions.interactions IS 'Number of events';

CREATE VIEW worldwide_interactions AS
SELECT day, sum(interactions)::bigint AS interactions
FROM daily_interactions
GROUP BY day;
COMMENT ON VIEW worldwide_interactions IS 'Events by day';
COMMENT ON COLUMN worldwide_interactions.day IS 'Day of UTC';
COMMENT ON COLUMN worldwide_interactions.interactions IS 'Number of events';

CREATE VIEW city_shares AS
SELECT
  country_code,
  city,
  sum(interactions)::bigint AS interactions,
  sum(interactions) / sum(sum(interactions)) OVER () AS share
FROM daily_interactions
GROUP BY country_code, city;
COMMENT ON VIEW city_shares IS 'What part of all events each city has';
COMMENT ON COLUMN city_shares.country_code IS 'ISO 3166-1 code of the country; empty when unknown';
COMMENT ON COLUMN city_shares.city IS 'City in English; empty when unknown';
COMMENT ON COLUMN city_shares.interactions IS 'Number of events';
COMMENT ON COLUMN city_shares.share IS 'Its part of all events, unknown places included: 0 to 1';

-- Days without events count as days: what lies between two days is not left out.
CREATE VIEW interaction_changes AS
WITH days AS (
  SELECT day::date AS day, coalesce(interactions, 0) AS interactions
  FROM generate_series(
      (SELECT min(day) FROM worldwide_interactions)::timestamp,
      (SELECT max(day) FROM worldwide_interactions)::timestamp,
      INTERVAL '1 day') AS all_days (day)
    LEFT JOIN worldwide_interactions USING (day)
)
SELECT
  day,
  interactions,
  interactions / sum(interactions) OVER () AS contribution,
  interactions - lag(interactions) OVER by_day AS since_day_before,
  lead(interactions) OVER by_day - interactions AS until_day_after
FROM days
WINDOW by_day AS (ORDER BY day);
COMMENT ON VIEW interaction_changes IS 'Each day against the day before and the day after';
COMMENT ON COLUMN interaction_changes.day IS 'Day of UTC';
COMMENT ON COLUMN interaction_changes.interactions IS 'Number of events';
COMMENT ON COLUMN interaction_changes.contribution IS 'Its part of the events of all days: 0 to 1';
COMMENT ON COLUMN interaction_changes.since_day_before IS 'How many more than on the day before; null on the first day';
COMMENT ON COLUMN interaction_changes.until_day_after IS 'How many more on the day after; null on the last day';

-- A straight line through the last fourteen complete days, by least squares, drawn on by one day.
-- The interval is the one in which 95 of 100 such days lie if days scatter about the line normally
-- and independently of each other (Student's t). The last day that there is may not be over, so it
-- is the one that is forecast; with fewer than three days before it there is no forecast.
CREATE VIEW interaction_forecast AS
WITH numbered AS (
  SELECT day, interactions, row_number() OVER (ORDER BY day DESC) AS back
  FROM interaction_changes
),
line AS (
  SELECT
    count(*) AS days,
    avg(-back) AS middle,
    regr_slope(interactions, -back) AS slope,
    regr_intercept(interactions, -back) AS intercept,
    regr_sxx(interactions, -back) AS spread,
    greatest(
      0,
      regr_syy(interactions, -back)
        - regr_sxy(interactions, -back) ^ 2 / nullif(regr_sxx(interactions, -back), 0)) AS rest
  FROM numbered
  WHERE back BETWEEN 2 AND 15
),
student (freedom, t) AS (
  VALUES (1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (6, 2.447),
    (7, 2.365), (8, 2.306), (9, 2.262), (10, 2.228), (11, 2.201), (12, 2.179)
),
forecast AS (
  SELECT
    line.days,
    intercept - slope AS expected,
    t * sqrt(rest / (line.days - 2)) * sqrt(1 + 1.0 / line.days + (-1 - middle) ^ 2 / spread) AS margin
  FROM line JOIN student ON student.freedom = line.days - 2
)
SELECT
  numbered.day,
  forecast.days::integer AS days,
  greatest(0, forecast.expected) AS expected,
  greatest(0, forecast.expected - forecast.margin) AS at_least,
  greatest(0, forecast.expected + forecast.margin) AS at_most,
  greatest(0, forecast.expected) - before.interactions AS change,
  numbered.interactions AS so_far
FROM forecast
  JOIN numbered ON numbered.back = 1
  JOIN numbered AS before ON before.back = 2;
COMMENT ON VIEW interaction_forecast IS 'The last day as the fourteen days before it let expect it: a straight line by least squares';
COMMENT ON COLUMN interaction_forecast.day IS 'The day that is forecast';
COMMENT ON COLUMN interaction_forecast.days IS 'From how many days before it';
COMMENT ON COLUMN interaction_forecast.expected IS 'Expected number of events';
COMMENT ON COLUMN interaction_forecast.at_least IS 'Lower end of the interval that holds 95 of 100 such days';
COMMENT ON COLUMN interaction_forecast.at_most IS 'Upper end of that interval';
COMMENT ON COLUMN interaction_forecast.change IS 'Expected number less that of the day before';
COMMENT ON COLUMN interaction_forecast.so_far IS 'Events of the day that are counted already';

CREATE VIEW product_views AS
SELECT
  d.date AS day,
  p.product_id,
  p.product_name,
  p.category,
  c.store_id,
  c.country_code,
  c.country_name,
  c.continent,
  r.referrer_type,
  r.referrer_domain,
  v.device_type,
  v.device_id,
  f.view_count,
  f.unique_visitors,
  f.sketch
FROM fact_product_views AS f
  JOIN dim_date AS d USING (date_key)
  JOIN dim_product AS p USING (product_key)
  JOIN dim_country AS c USING (country_key)
  JOIN dim_referrer AS r USING (referrer_key)
  JOIN dim_device AS v USING (device_key);
COMMENT ON VIEW product_views IS 'The star with its points: each fact with what its members say';
COMMENT ON COLUMN product_views.day IS 'Day of UTC';
COMMENT ON COLUMN product_views.product_id IS 'Identifier of the product; empty when unknown';
COMMENT ON COLUMN product_views.product_name IS 'Its name, where an event told it';
COMMENT ON COLUMN product_views.category IS 'Its category, where an event told it';
COMMENT ON COLUMN product_views.store_id IS 'Identifier of the store; empty when unknown';
COMMENT ON COLUMN product_views.country_code IS 'ISO 3166-1 code of the country; empty when unknown';
COMMENT ON COLUMN product_views.country_name IS 'The country in English';
COMMENT ON COLUMN product_views.continent IS 'The continent';
COMMENT ON COLUMN product_views.referrer_type IS 'Search Engine, Social Media, Direct or Other';
COMMENT ON COLUMN product_views.referrer_domain IS 'Host of the referrer; empty when there is none';
COMMENT ON COLUMN product_views.device_type IS 'Class of the device; null when unknown';
COMMENT ON COLUMN product_views.device_id IS 'Identifier of the device; empty when unknown';
COMMENT ON COLUMN product_views.view_count IS 'Number of views';
COMMENT ON COLUMN product_views.unique_visitors IS 'Estimated number of visitors of this row: not to be added up';
COMMENT ON COLUMN product_views.sketch IS 'Sketch of the visitors, from which those of any rows are told';

CREATE VIEW top_products AS
SELECT
  product_id,
  max(product_name) AS product_name,
  sum(view_count)::bigint AS views,
  count(DISTINCT device_id) AS devices
FROM product_views
GROUP BY product_id;
COMMENT ON VIEW top_products IS 'Views and devices by product';
COMMENT ON COLUMN top_products.product_id IS 'Identifier of the product; empty when unknown';
COMMENT ON COLUMN top_products.product_name IS 'Its name, where an event told it';
COMMENT ON COLUMN top_products.views IS 'Number of views';
COMMENT ON COLUMN top_products.devices IS 'Number of devices, exactly, which is that of visitors where every event names its device; all unknown ones are one';

CREATE VIEW product_trend AS
SELECT
  day,
  product_id,
  views,
  views - lag(views) OVER (PARTITION BY product_id ORDER BY day) AS since_last_day
FROM (
  SELECT day, product_id, sum(view_count)::bigint AS views
  FROM product_views
  GROUP BY day, product_id) AS daily;
COMMENT ON VIEW product_trend IS 'Views of each product by the days on which it was viewed';
COMMENT ON COLUMN product_trend.day IS 'Day of UTC';
COMMENT ON COLUMN product_trend.product_id IS 'Identifier of the product; empty when unknown';
COMMENT ON COLUMN product_trend.views IS 'Number of views';
COMMENT ON COLUMN product_trend.since_last_day IS 'How many more than on the day before it on which the product was viewed';

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['daily_interactions', 'worldwide_interactions', 'city_shares',
    'interaction_changes', 'interaction_forecast', 'product_views', 'top_products',
    'product_trend'] LOOP
    IF to_regrole('tidemark_reader') IS NOT NULL THEN
      EXECUTE format('GRANT SELECT ON %I TO tidemark_reader', name);
    END IF;
  END LOOP;
END
$$;
