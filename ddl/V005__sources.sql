CREATE TABLE source_traffic (
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  key_hash bytea NOT NULL,
  host text NOT NULL,
  source_class text NOT NULL,
  source_name text NOT NULL,
  num_hits bigint NOT NULL,
  visitors bigint NOT NULL,
  sketch bytea NOT NULL,
  events bigint NOT NULL,
  generation bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (window_start, window_end, key_hash)
) WITH (fillfactor = 80);
-- Most sketches do not compress, and trying costs ten times the write.
ALTER TABLE source_traffic ALTER COLUMN sketch SET STORAGE EXTERNAL;
CREATE INDEX source_traffic_by_host ON source_traffic (host, window_start);
COMMENT ON TABLE source_traffic IS 'Events and visitors by host and what brought the visitor, in fixed windows of five minutes';
COMMENT ON COLUMN source_traffic.host IS 'Host, lower-case and readable';
COMMENT ON COLUMN source_traffic.source_class IS 'Direct, Internal, Paid, Email, Search, Social or Other';
COMMENT ON COLUMN source_traffic.source_name IS 'Name of the source as people know it, else its host; empty when there is none';
COMMENT ON COLUMN source_traffic.num_hits IS 'Number of events';
COMMENT ON COLUMN source_traffic.visitors IS 'Estimated number of distinct visitors';
COMMENT ON COLUMN source_traffic.sketch IS 'Compact HLL_4 sketch (Apache DataSketches, lgK 14) of the visitors: rows merge into the estimate of any range';
CALL publish_tidemark_metric('source_traffic');
