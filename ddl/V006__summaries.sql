-- Derived from the tables of the metrics, so that a month is read as fast as an hour: whatever is in
-- here can be thrown away and comes back. The pipeline knows nothing of it.

CREATE TABLE summarised_spans (
  table_name text NOT NULL,
  span_hours smallint NOT NULL,
  start timestamptz NOT NULL,
  summarised_at timestamptz,
  PRIMARY KEY (table_name, span_hours, start)
) WITH (fillfactor = 50);
COMMENT ON TABLE summarised_spans IS 'Hours of the metrics, and longer spans made of them, that are summarised or will be; a summary holds unless changed_hours names an hour of it';
COMMENT ON COLUMN summarised_spans.table_name IS 'Table of the metric';
COMMENT ON COLUMN summarised_spans.span_hours IS 'Length of the span: 1, 6, 24 or 168 hours';
COMMENT ON COLUMN summarised_spans.start IS 'Begin of the span, a multiple of its length since the epoch';
COMMENT ON COLUMN summarised_spans.summarised_at IS 'When the summary was computed; null while there is none';
CALL grant_tidemark_table('summarised_spans');

-- No key: two writers of one hour must not wait for each other.
CREATE TABLE changed_hours (
  table_name text NOT NULL,
  hour timestamptz NOT NULL
);
CREATE INDEX changed_hours_by_hour ON changed_hours (table_name, hour);
COMMENT ON TABLE changed_hours IS 'Hours of summarised_spans into which somebody wrote since';
COMMENT ON COLUMN changed_hours.table_name IS 'Table of the metric';
COMMENT ON COLUMN changed_hours.hour IS 'Begin of the hour';
CALL grant_tidemark_table('changed_hours');

-- Notes the hours that a statement touches, if somebody summarises them: for the hours under way
-- nothing is written, and nobody waits for anybody. With the rights of the owner, because whoever
-- may write a metric must not fail for the sake of a summary.
CREATE FUNCTION note_changed_hours() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    INSERT INTO changed_hours (table_name, hour)
    SELECT table_name, start FROM summarised_spans
    WHERE table_name = TG_TABLE_NAME AND span_hours = 1;
  ELSE
    INSERT INTO changed_hours (table_name, hour)
    SELECT TG_TABLE_NAME, touched.hour
    FROM (
      -- A thousand rows are of a few windows: cutting each time down to its hour would cost more.
      SELECT DISTINCT date_trunc('hour', start, 'UTC') AS hour
      FROM (SELECT DISTINCT window_start AS start FROM changed) AS windows) AS touched
    WHERE EXISTS (
      SELECT FROM summarised_spans AS known
      WHERE known.table_name = TG_TABLE_NAME AND known.span_hours = 1
        AND known.start = touched.hour)
    AND NOT EXISTS (
      SELECT FROM changed_hours AS noted
      WHERE noted.table_name = TG_TABLE_NAME AND noted.hour = touched.hour);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_changed_hours() IS
  'Notes the summarised hours that a statement wrote into.';
DO $$
BEGIN
  EXECUTE format(
    'ALTER FUNCTION note_changed_hours() SET search_path = %I, pg_temp', current_schema());
  REVOKE EXECUTE ON FUNCTION note_changed_hours() FROM PUBLIC;
END
$$;

CREATE PROCEDURE publish_tidemark_summary(summary regclass, metric regclass)
LANGUAGE plpgsql AS $$
DECLARE
  described record;
BEGIN
  FOR described IN
    SELECT * FROM (VALUES
      ('span_hours', 'Length of the span: 1, 6, 24 or 168 hours'),
      ('start', 'Begin of the span, a multiple of its length since the epoch'),
      ('kept', 'Which columns tell rows apart, as the API calls them; the others are empty'),
      ('host', 'Host, lower-case and readable; * for all hosts together, where visitors are told')
    ) AS shared(name, text)
  LOOP
    EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', summary, described.name, described.text);
  END LOOP;
  EXECUTE format('CREATE INDEX ON %s (span_hours, start, kept, host)', summary);
  EXECUTE format(
    'CREATE TRIGGER note_inserts AFTER INSERT ON %s REFERENCING NEW TABLE AS changed '
    'FOR EACH STATEMENT EXECUTE FUNCTION note_changed_hours()', metric);
  EXECUTE format(
    'CREATE TRIGGER note_updates AFTER UPDATE ON %s REFERENCING NEW TABLE AS changed '
    'FOR EACH STATEMENT EXECUTE FUNCTION note_changed_hours()', metric);
  EXECUTE format(
    'CREATE TRIGGER note_deletes AFTER DELETE ON %s REFERENCING OLD TABLE AS changed '
    'FOR EACH STATEMENT EXECUTE FUNCTION note_changed_hours()', metric);
  EXECUTE format(
    'CREATE TRIGGER note_truncation AFTER TRUNCATE ON %s '
    'FOR EACH STATEMENT EXECUTE FUNCTION note_changed_hours()', metric);
  CALL grant_tidemark_table(summary);
END
$$;
COMMENT ON PROCEDURE publish_tidemark_summary(regclass, regclass) IS
  'Comments and indexes the table of a summary, grants it to the roles, and watches its metric.';

CREATE TABLE page_summaries (
  span_hours smallint NOT NULL,
  start timestamptz NOT NULL,
  kept text NOT NULL,
  host text NOT NULL,
  url text NOT NULL,
  hits bigint NOT NULL
);
COMMENT ON TABLE page_summaries IS 'Page views by host and URL, and by host, by hours and longer spans: what page_view_counts adds up to';
COMMENT ON COLUMN page_summaries.url IS 'URL as the event told it';
COMMENT ON COLUMN page_summaries.hits IS 'Number of page views';
CALL publish_tidemark_summary('page_summaries', 'page_view_counts');

CREATE TABLE visitor_summaries (
  span_hours smallint NOT NULL,
  start timestamptz NOT NULL,
  kept text NOT NULL,
  host text NOT NULL,
  hits bigint NOT NULL,
  sketch bytea NOT NULL
);
ALTER TABLE visitor_summaries ALTER COLUMN sketch SET STORAGE EXTERNAL;
COMMENT ON TABLE visitor_summaries IS 'Distinct visitors by host, by hours and longer spans: what active_users adds up to';
COMMENT ON COLUMN visitor_summaries.hits IS 'Number of events';
COMMENT ON COLUMN visitor_summaries.sketch IS 'Compact HLL_4 sketch (Apache DataSketches, lgK 14) of the visitors: rows merge into the estimate of any range';
CALL publish_tidemark_summary('visitor_summaries', 'active_users');

CREATE TABLE hit_summaries (
  span_hours smallint NOT NULL,
  start timestamptz NOT NULL,
  kept text NOT NULL,
  host text NOT NULL,
  hits bigint NOT NULL
);
COMMENT ON TABLE hit_summaries IS 'Events by host, by hours and longer spans: what host_traffic adds up to';
COMMENT ON COLUMN hit_summaries.hits IS 'Number of events';
CALL publish_tidemark_summary('hit_summaries', 'host_traffic');

CREATE TABLE referrer_summaries (
  span_hours smallint NOT NULL,
  start timestamptz NOT NULL,
  kept text NOT NULL,
  host text NOT NULL,
  referrer text NOT NULL,
  hits bigint NOT NULL
);
COMMENT ON TABLE referrer_summaries IS 'Events by host and referrer, by hours and longer spans: what aggregated_web_traffic adds up to';
COMMENT ON COLUMN referrer_summaries.referrer IS 'Referrer as the event told it; empty when there is none';
COMMENT ON COLUMN referrer_summaries.hits IS 'Number of events';
CALL publish_tidemark_summary('referrer_summaries', 'aggregated_web_traffic');

CREATE TABLE source_summaries (
  span_hours smallint NOT NULL,
  start timestamptz NOT NULL,
  kept text NOT NULL,
  host text NOT NULL,
  source_class text NOT NULL,
  source_name text NOT NULL,
  hits bigint NOT NULL,
  sketch bytea NOT NULL
);
ALTER TABLE source_summaries ALTER COLUMN sketch SET STORAGE EXTERNAL;
COMMENT ON TABLE source_summaries IS 'Events and visitors by host and what brought the visitor, by hours and longer spans: what source_traffic adds up to';
COMMENT ON COLUMN source_summaries.source_class IS 'Direct, Internal, Paid, Email, Search, Social or Other';
COMMENT ON COLUMN source_summaries.source_name IS 'Name of the source as people know it, else its host; empty when there is none';
COMMENT ON COLUMN source_summaries.hits IS 'Number of events';
COMMENT ON COLUMN source_summaries.sketch IS 'Compact HLL_4 sketch (Apache DataSketches, lgK 14) of the visitors: rows merge into the estimate of any range';
CALL publish_tidemark_summary('source_summaries', 'source_traffic');

CREATE TABLE place_summaries (
  span_hours smallint NOT NULL,
  start timestamptz NOT NULL,
  kept text NOT NULL,
  host text NOT NULL,
  country_code text NOT NULL,
  region text NOT NULL,
  city text NOT NULL,
  hits bigint NOT NULL,
  sketch bytea NOT NULL
);
ALTER TABLE place_summaries ALTER COLUMN sketch SET STORAGE EXTERNAL;
COMMENT ON TABLE place_summaries IS 'Events and visitors by host and place, by hours and longer spans: what geo_traffic adds up to';
COMMENT ON COLUMN place_summaries.country_code IS 'ISO 3166-1 code of the country; empty when unknown';
COMMENT ON COLUMN place_summaries.region IS 'Region in English; empty when unknown';
COMMENT ON COLUMN place_summaries.city IS 'City in English; empty when unknown';
COMMENT ON COLUMN place_summaries.hits IS 'Number of events';
COMMENT ON COLUMN place_summaries.sketch IS 'Compact HLL_4 sketch (Apache DataSketches, lgK 14) of the visitors: rows merge into the estimate of any range';
CALL publish_tidemark_summary('place_summaries', 'geo_traffic');

CREATE TABLE client_summaries (
  span_hours smallint NOT NULL,
  start timestamptz NOT NULL,
  kept text NOT NULL,
  host text NOT NULL,
  browser text NOT NULL,
  operating_system text NOT NULL,
  device_class text NOT NULL,
  is_bot text NOT NULL,
  hits bigint NOT NULL,
  sketch bytea NOT NULL
);
ALTER TABLE client_summaries ALTER COLUMN sketch SET STORAGE EXTERNAL;
COMMENT ON TABLE client_summaries IS 'Events and visitors by host and client, by hours and longer spans: what client_traffic adds up to';
COMMENT ON COLUMN client_summaries.browser IS 'Name of the browser; empty when unknown';
COMMENT ON COLUMN client_summaries.operating_system IS 'Name of the operating system; empty when unknown';
COMMENT ON COLUMN client_summaries.device_class IS 'Class of the device, such as Desktop or Phone; empty when unknown';
COMMENT ON COLUMN client_summaries.is_bot IS 'Whether the client is a robot: true or false';
COMMENT ON COLUMN client_summaries.hits IS 'Number of events';
COMMENT ON COLUMN client_summaries.sketch IS 'Compact HLL_4 sketch (Apache DataSketches, lgK 14) of the visitors: rows merge into the estimate of any range';
CALL publish_tidemark_summary('client_summaries', 'client_traffic');
