-- One row for each counted event. Partitions are days of event time, so that old days can be dropped;
-- PostgreSQL wants the partition column in the key, and a record has but one event time.
CREATE TABLE processed_events (
  topic text NOT NULL,
  partition integer NOT NULL,
  "offset" bigint NOT NULL,
  event_id text,
  event_time timestamptz NOT NULL,
  event_type text NOT NULL,
  kafka_time timestamptz NOT NULL,
  processing_time timestamptz NOT NULL,
  user_id text,
  visitor_id text,
  session_id text,
  url text NOT NULL,
  host text NOT NULL,
  path text,
  query text,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_term text,
  utm_content text,
  referrer text NOT NULL,
  referrer_host text NOT NULL,
  source_class text NOT NULL,
  source_name text,
  ip text,
  country_code text,
  country text,
  region text,
  city text,
  latitude double precision,
  longitude double precision,
  time_zone text,
  asn bigint,
  organisation text,
  user_agent text,
  browser text,
  browser_version text,
  operating_system text,
  device_class text,
  is_bot boolean NOT NULL,
  product_id text,
  store_id text,
  headers jsonb,
  properties jsonb,
  PRIMARY KEY (topic, partition, "offset", event_time)
) PARTITION BY RANGE (event_time);
CREATE TABLE processed_events_default PARTITION OF processed_events DEFAULT;
CREATE INDEX processed_events_by_time ON processed_events (event_time);
CREATE INDEX processed_events_by_host ON processed_events (host, event_time);
COMMENT ON TABLE processed_events IS 'Every counted event with all that was found out about it, by day of event time';
COMMENT ON TABLE processed_events_default IS 'Events of days for which there is no partition: hostile or very old times';
COMMENT ON COLUMN processed_events.topic IS 'Kafka topic of the record';
COMMENT ON COLUMN processed_events.partition IS 'Kafka partition of the record';
COMMENT ON COLUMN processed_events."offset" IS 'Kafka offset of the record';
COMMENT ON COLUMN processed_events.event_id IS 'Identifier that the sender gave to the event';
COMMENT ON COLUMN processed_events.event_time IS 'When the event happened, as the event tells';
COMMENT ON COLUMN processed_events.event_type IS 'Type of the event; page_view when it names none';
COMMENT ON COLUMN processed_events.kafka_time IS 'Timestamp of the Kafka record';
COMMENT ON COLUMN processed_events.processing_time IS 'When the event was enriched';
COMMENT ON COLUMN processed_events.user_id IS 'Identifier that the sender gave to the user';
COMMENT ON COLUMN processed_events.visitor_id IS 'The user id, else a salted daily hash of address, user agent and site';
COMMENT ON COLUMN processed_events.session_id IS 'Identifier that the sender gave to the session';
COMMENT ON COLUMN processed_events.url IS 'URL as the event told it';
COMMENT ON COLUMN processed_events.host IS 'Host, lower-case and readable; empty when unknown';
COMMENT ON COLUMN processed_events.path IS 'Path of the URL';
COMMENT ON COLUMN processed_events.query IS 'Query of the URL, without its question mark';
COMMENT ON COLUMN processed_events.utm_source IS 'utm_source of the URL';
COMMENT ON COLUMN processed_events.utm_medium IS 'utm_medium of the URL';
COMMENT ON COLUMN processed_events.utm_campaign IS 'utm_campaign of the URL';
COMMENT ON COLUMN processed_events.utm_term IS 'utm_term of the URL';
COMMENT ON COLUMN processed_events.utm_content IS 'utm_content of the URL';
COMMENT ON COLUMN processed_events.referrer IS 'Referrer as the event told it; empty when there is none';
COMMENT ON COLUMN processed_events.referrer_host IS 'Host of the referrer; empty when there is none';
COMMENT ON COLUMN processed_events.source_class IS 'DIRECT, INTERNAL, PAID, EMAIL, SEARCH, SOCIAL or OTHER';
COMMENT ON COLUMN processed_events.source_name IS 'Name of the source as people know it, else its host';
COMMENT ON COLUMN processed_events.ip IS 'Address of the client as it may be stored: truncated unless asked for in full';
COMMENT ON COLUMN processed_events.country_code IS 'ISO 3166-1 code of the country';
COMMENT ON COLUMN processed_events.country IS 'Country in English';
COMMENT ON COLUMN processed_events.region IS 'Region in English';
COMMENT ON COLUMN processed_events.city IS 'City in English';
COMMENT ON COLUMN processed_events.latitude IS 'Degrees north';
COMMENT ON COLUMN processed_events.longitude IS 'Degrees east';
COMMENT ON COLUMN processed_events.time_zone IS 'Name of the time zone, such as Europe/Berlin';
COMMENT ON COLUMN processed_events.asn IS 'Number of the autonomous system';
COMMENT ON COLUMN processed_events.organisation IS 'Organisation that runs the autonomous system';
COMMENT ON COLUMN processed_events.user_agent IS 'User agent as the event told it';
COMMENT ON COLUMN processed_events.browser IS 'Name of the browser';
COMMENT ON COLUMN processed_events.browser_version IS 'Version of the browser';
COMMENT ON COLUMN processed_events.operating_system IS 'Name of the operating system';
COMMENT ON COLUMN processed_events.device_class IS 'Class of the device, such as Desktop or Phone';
COMMENT ON COLUMN processed_events.is_bot IS 'Whether the client is a robot';
COMMENT ON COLUMN processed_events.product_id IS 'Identifier of the product that the event is about';
COMMENT ON COLUMN processed_events.store_id IS 'Identifier of the store that the event is about';
COMMENT ON COLUMN processed_events.headers IS 'HTTP headers that the event carried';
COMMENT ON COLUMN processed_events.properties IS 'Every field of the event that has no column of its own';
CALL grant_tidemark_table('processed_events');

-- Only for days near today: an event may claim any time, and must not make thousands of tables.
-- It runs with the rights of the owner, so that a writer need not own the table. A reader of the
-- default partition keeps it from being locked; the writer then goes on and asks again later, and
-- what went to the default partition meanwhile moves into the day's.
CREATE FUNCTION ensure_event_day(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
  name text := 'processed_events_' || to_char(day, 'YYYYMMDD');
  day_start timestamptz := day;
  day_end timestamptz := day + 1;
BEGIN
  IF to_regclass(name) IS NOT NULL THEN
    RETURN true;
  END IF;
  IF day < current_date - 62 OR day > current_date + 2 THEN
    RETURN false;
  END IF;
  -- Of those who come at once, one makes the partition. The lock is of a table and not an advisory
  -- one because only the former lets the others see what was made while they waited.
  LOCK TABLE processed_events_default IN ACCESS EXCLUSIVE MODE;
  IF to_regclass(name) IS NOT NULL THEN
    RETURN true;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE processed_events INCLUDING ALL EXCLUDING INDEXES)', name);
  EXECUTE format(
    'WITH moved AS (DELETE FROM processed_events_default '
    'WHERE event_time >= %L AND event_time < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
    day_start, day_end, name);
  EXECUTE format(
    'ALTER TABLE processed_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
    name, day_start, day_end);
  RETURN true;
EXCEPTION
  WHEN lock_not_available THEN
    RETURN false;
END
$$;
COMMENT ON FUNCTION ensure_event_day(date) IS
  'Makes the partition of processed_events for a day near today; false where there is none.';

-- Rights of the owner, hence no name may be looked up where others can create objects first.
DO $$
BEGIN
  EXECUTE format(
    'ALTER FUNCTION ensure_event_day(date) SET search_path = %I, pg_temp', current_schema());
  REVOKE EXECUTE ON FUNCTION ensure_event_day(date) FROM PUBLIC;
  IF to_regrole('tidemark_writer') IS NOT NULL THEN
    GRANT EXECUTE ON FUNCTION ensure_event_day(date) TO tidemark_writer;
  END IF;
END
$$;
