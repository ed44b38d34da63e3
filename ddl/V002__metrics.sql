-- A row holds absolute values and is written again as more events arrive. No index but those of the
-- key covers a column that changes, and pages keep room, so that most updates stay on their page.

CREATE TABLE page_view_counts (
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  key_hash bytea NOT NULL,
  url text NOT NULL,
  view_count bigint NOT NULL,
  events bigint NOT NULL,
  generation bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (window_start, window_end, key_hash)
) WITH (fillfactor = 80);
COMMENT ON TABLE page_view_counts IS 'Page views by URL, in fixed windows of one minute';
COMMENT ON COLUMN page_view_counts.url IS 'URL as the event told it';
COMMENT ON COLUMN page_view_counts.view_count IS 'Number of page views';
CALL publish_tidemark_metric('page_view_counts');

CREATE TABLE active_users (
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  key_hash bytea NOT NULL,
  host text NOT NULL,
  active_users bigint NOT NULL,
  sketch bytea NOT NULL,
  events bigint NOT NULL,
  generation bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (window_start, window_end, key_hash)
) WITH (fillfactor = 80);
-- Most sketches do not compress, and trying costs ten times the write.
ALTER TABLE active_users ALTER COLUMN sketch SET STORAGE EXTERNAL;
CREATE INDEX active_users_by_host ON active_users (host, window_start);
COMMENT ON TABLE active_users IS 'Distinct visitors by host, in sliding windows of five minutes, one every minute';
COMMENT ON COLUMN active_users.host IS 'Host, lower-case and readable; * for all hosts together';
COMMENT ON COLUMN active_users.active_users IS 'Estimated number of distinct visitors';
COMMENT ON COLUMN active_users.sketch IS 'Compact HLL_4 sketch (Apache DataSketches, lgK 14) of the visitors: rows merge into the estimate of any range';
CALL publish_tidemark_metric('active_users');

CREATE TABLE host_traffic (
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  key_hash bytea NOT NULL,
  host text NOT NULL,
  num_hits bigint NOT NULL,
  events bigint NOT NULL,
  generation bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (window_start, window_end, key_hash)
) WITH (fillfactor = 80);
CREATE INDEX host_traffic_by_host ON host_traffic (host, window_start);
COMMENT ON TABLE host_traffic IS 'Events by host, in fixed windows of five minutes';
COMMENT ON COLUMN host_traffic.host IS 'Host, lower-case and readable';
COMMENT ON COLUMN host_traffic.num_hits IS 'Number of events';
CALL publish_tidemark_metric('host_traffic');

CREATE TABLE aggregated_web_traffic (
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  key_hash bytea NOT NULL,
  host text NOT NULL,
  referrer text NOT NULL,
  num_hits bigint NOT NULL,
  events bigint NOT NULL,
  generation bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (window_start, window_end, key_hash)
) WITH (fillfactor = 80);
CREATE INDEX aggregated_web_traffic_by_host ON aggregated_web_traffic (host, window_start);
COMMENT ON TABLE aggregated_web_traffic IS 'Events by host and referrer, in fixed windows of five minutes';
COMMENT ON COLUMN aggregated_web_traffic.host IS 'Host, lower-case and readable';
COMMENT ON COLUMN aggregated_web_traffic.referrer IS 'Referrer as the event told it; empty when there is none';
COMMENT ON COLUMN aggregated_web_traffic.num_hits IS 'Number of events';
CALL publish_tidemark_metric('aggregated_web_traffic');

CREATE TABLE geo_traffic (
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  key_hash bytea NOT NULL,
  host text NOT NULL,
  country_code text NOT NULL,
  region text NOT NULL,
  city text NOT NULL,
  num_hits bigint NOT NULL,
  visitors bigint NOT NULL,
  sketch bytea NOT NULL,
  events bigint NOT NULL,
  generation bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (window_start, window_end, key_hash)
) WITH (fillfactor = 80);
-- Most sketches do not compress, and trying costs ten times the write.
ALTER TABLE geo_traffic ALTER COLUMN sketch SET STORAGE EXTERNAL;
CREATE INDEX geo_traffic_by_host ON geo_traffic (host, window_start);
COMMENT ON TABLE geo_traffic IS 'Events and visitors by host and place, in fixed windows of five minutes';
COMMENT ON COLUMN geo_traffic.host IS 'Host, lower-case and readable';
COMMENT ON COLUMN geo_traffic.country_code IS 'ISO 3166-1 code of the country; empty when unknown';
COMMENT ON COLUMN geo_traffic.region IS 'Region in English; empty when unknown';
COMMENT ON COLUMN geo_traffic.city IS 'City in English; empty when unknown';
COMMENT ON COLUMN geo_traffic.num_hits IS 'Number of events';
COMMENT ON COLUMN geo_traffic.visitors IS 'Estimated number of distinct visitors';
COMMENT ON COLUMN geo_traffic.sketch IS 'Compact HLL_4 sketch (Apache DataSketches, lgK 14) of the visitors: rows merge into the estimate of any range';
CALL publish_tidemark_metric('geo_traffic');

CREATE TABLE client_traffic (
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  key_hash bytea NOT NULL,
  host text NOT NULL,
  browser text NOT NULL,
  operating_system text NOT NULL,
  device_class text NOT NULL,
  is_bot boolean NOT NULL,
  num_hits bigint NOT NULL,
  visitors bigint NOT NULL,
  sketch bytea NOT NULL,
  events bigint NOT NULL,
  generation bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (window_start, window_end, key_hash)
) WITH (fillfactor = 80);
-- Most sketches do not compress, and trying costs ten times the write.
ALTER TABLE client_traffic ALTER COLUMN sketch SET STORAGE EXTERNAL;
CREATE INDEX client_traffic_by_host ON client_traffic (host, window_start);
COMMENT ON TABLE client_traffic IS 'Events and visitors by host and client, in fixed windows of five minutes';
COMMENT ON COLUMN client_traffic.host IS 'Host, lower-case and readable';
COMMENT ON COLUMN client_traffic.browser IS 'Name of the browser; empty when unknown';
COMMENT ON COLUMN client_traffic.operating_system IS 'Name of the operating system; empty when unknown';
COMMENT ON COLUMN client_traffic.device_class IS 'Class of the device, such as Desktop or Phone; empty when unknown';
COMMENT ON COLUMN client_traffic.is_bot IS 'Whether the client is a robot';
COMMENT ON COLUMN client_traffic.num_hits IS 'Number of events';
COMMENT ON COLUMN client_traffic.visitors IS 'Estimated number of distinct visitors';
COMMENT ON COLUMN client_traffic.sketch IS 'Compact HLL_4 sketch (Apache DataSketches, lgK 14) of the visitors: rows merge into the estimate of any range';
CALL publish_tidemark_metric('client_traffic');
