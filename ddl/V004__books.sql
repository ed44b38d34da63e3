CREATE TABLE dead_letters (
  topic text NOT NULL,
  partition integer NOT NULL,
  "offset" bigint NOT NULL,
  kafka_time timestamptz NOT NULL,
  stage text NOT NULL,
  failure text NOT NULL,
  detail text,
  payload bytea,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition, "offset")
);
CREATE INDEX dead_letters_by_time ON dead_letters (seen_at);
COMMENT ON TABLE dead_letters IS 'Records that could not be counted, as they came, with the reason';
COMMENT ON COLUMN dead_letters.topic IS 'Kafka topic of the record';
COMMENT ON COLUMN dead_letters.partition IS 'Kafka partition of the record';
COMMENT ON COLUMN dead_letters."offset" IS 'Kafka offset of the record';
COMMENT ON COLUMN dead_letters.kafka_time IS 'Timestamp of the Kafka record';
COMMENT ON COLUMN dead_letters.stage IS 'Where the failure was found: PARSE, ENRICH or WRITE';
COMMENT ON COLUMN dead_letters.failure IS 'What was wrong, of a closed set, such as NOT_JSON or NO_EVENT_TIME';
COMMENT ON COLUMN dead_letters.detail IS 'What exactly was wrong with this record';
COMMENT ON COLUMN dead_letters.payload IS 'The record as it came; null for a record without a value';
COMMENT ON COLUMN dead_letters.seen_at IS 'When the row was written';
CALL grant_tidemark_table('dead_letters');

CREATE TABLE late_events (
  topic text NOT NULL,
  partition integer NOT NULL,
  "offset" bigint NOT NULL,
  kafka_time timestamptz NOT NULL,
  event_time timestamptz NOT NULL,
  behind interval NOT NULL,
  payload bytea NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition, "offset")
);
CREATE INDEX late_events_by_time ON late_events (seen_at);
COMMENT ON TABLE late_events IS 'Events that came after their windows were closed, as they came';
COMMENT ON COLUMN late_events.topic IS 'Kafka topic of the record';
COMMENT ON COLUMN late_events.partition IS 'Kafka partition of the record';
COMMENT ON COLUMN late_events."offset" IS 'Kafka offset of the record';
COMMENT ON COLUMN late_events.kafka_time IS 'Timestamp of the Kafka record';
COMMENT ON COLUMN late_events.event_time IS 'When the event happened, as the event tells';
COMMENT ON COLUMN late_events.behind IS 'How far the event lay behind the watermark of its partition';
COMMENT ON COLUMN late_events.payload IS 'The record as it came';
COMMENT ON COLUMN late_events.seen_at IS 'When the row was written';
CALL grant_tidemark_table('late_events');

-- Written anew with every batch of its range, hence the room in the pages.
CREATE TABLE ledger (
  topic text NOT NULL,
  partition integer NOT NULL,
  first_offset bigint NOT NULL,
  last_offset bigint NOT NULL,
  read bigint NOT NULL,
  counted bigint NOT NULL,
  late bigint NOT NULL,
  duplicate bigint NOT NULL,
  dead bigint NOT NULL,
  bot bigint NOT NULL,
  min_event_time timestamptz,
  max_event_time timestamptz,
  generation bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition, first_offset)
) WITH (fillfactor = 50);
COMMENT ON TABLE ledger IS 'What became of the records in each aligned range of 10,000 offsets: read = counted + late + duplicate + dead';
COMMENT ON COLUMN ledger.topic IS 'Kafka topic';
COMMENT ON COLUMN ledger.partition IS 'Kafka partition';
COMMENT ON COLUMN ledger.first_offset IS 'First offset of the range, a multiple of 10,000';
COMMENT ON COLUMN ledger.last_offset IS 'Last offset that was read so far';
COMMENT ON COLUMN ledger.read IS 'Records that were read';
COMMENT ON COLUMN ledger.counted IS 'Records that the windows counted';
COMMENT ON COLUMN ledger.late IS 'Records that came after their windows were closed: late_events has them';
COMMENT ON COLUMN ledger.duplicate IS 'Records that had been counted before';
COMMENT ON COLUMN ledger.dead IS 'Records that could not be counted: dead_letters has them';
COMMENT ON COLUMN ledger.bot IS 'Counted records that a robot sent';
COMMENT ON COLUMN ledger.min_event_time IS 'Earliest event time in the range; null when no event was readable';
COMMENT ON COLUMN ledger.max_event_time IS 'Latest event time in the range; null when no event was readable';
COMMENT ON COLUMN ledger.generation IS 'Raised by a rebuild: a row of a higher generation wins over a lower one';
COMMENT ON COLUMN ledger.updated_at IS 'When the row was last written';
CALL grant_tidemark_table('ledger');

CREATE TABLE round_ends (
  topic text NOT NULL,
  partition integer NOT NULL,
  first_offset bigint NOT NULL,
  next_offset bigint NOT NULL,
  max_event_time timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, partition)
);
COMMENT ON TABLE round_ends IS 'Where the last finished round over a bounded range of offsets ended';
COMMENT ON COLUMN round_ends.topic IS 'Kafka topic';
COMMENT ON COLUMN round_ends.partition IS 'Kafka partition';
COMMENT ON COLUMN round_ends.first_offset IS 'First offset that rounds have read: what lay before was gone by then';
COMMENT ON COLUMN round_ends.next_offset IS 'First offset that the round did not read';
COMMENT ON COLUMN round_ends.max_event_time IS 'Latest event time up to there; null when no event was readable';
COMMENT ON COLUMN round_ends.updated_at IS 'When the row was last written';
CALL grant_tidemark_table('round_ends');

CREATE TABLE reopened_windows (
  metric text NOT NULL,
  slice_start timestamptz NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (metric, slice_start)
);
COMMENT ON TABLE reopened_windows IS 'Slices that received an event after their state had been let go: the windows over them await a recomputation';
COMMENT ON COLUMN reopened_windows.metric IS 'Table of the metric';
COMMENT ON COLUMN reopened_windows.slice_start IS 'Begin of the slice of event time that the event fell into';
COMMENT ON COLUMN reopened_windows.seen_at IS 'When the first such event came';
CALL grant_tidemark_table('reopened_windows');

-- Holds the salt of the visitor ids: with it, a visitor could be told from the hash.
CREATE TABLE settings (
  name text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (name)
);
COMMENT ON TABLE settings IS 'What every process of this installation must agree on';
COMMENT ON COLUMN settings.name IS 'Name of the setting';
COMMENT ON COLUMN settings.value IS 'Its value';
CALL grant_tidemark_table('settings', readable => false);
