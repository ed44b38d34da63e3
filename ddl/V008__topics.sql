-- A topic that is deleted and made anew under its old name begins at offset 0 again: its offsets mean
-- other records, and rows that are found by topic, partition and offset would take the new records for
-- the old ones.
CREATE TABLE topics (
  topic text NOT NULL,
  topic_id text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic)
);
COMMENT ON TABLE topics IS 'The topics whose records the tables are made of';
COMMENT ON COLUMN topics.topic IS 'Kafka topic';
COMMENT ON COLUMN topics.topic_id IS 'What Kafka tells the topic from others of its name by';
COMMENT ON COLUMN topics.seen_at IS 'When it was first read';
CALL grant_tidemark_table('topics');

CREATE TABLE topic_partitions (
  topic text NOT NULL,
  partition integer NOT NULL,
  joined integer NOT NULL,
  PRIMARY KEY (topic, partition)
);
COMMENT ON TABLE topic_partitions IS 'The partitions that streams read: those that join later have a reader of their own, because the readers in a checkpoint take no more';
COMMENT ON COLUMN topic_partitions.topic IS 'Kafka topic';
COMMENT ON COLUMN topic_partitions.partition IS 'Kafka partition';
COMMENT ON COLUMN topic_partitions.joined IS 'With which reader: 0 for those that were there at the first start';
CALL grant_tidemark_table('topic_partitions');

CREATE FUNCTION retire_topic(name text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  retired text;
BEGIN
  SELECT topics.topic || '@' || topic_id INTO retired FROM topics WHERE topics.topic = name;
  IF retired IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE processed_events SET topic = retired WHERE topic = name;
  UPDATE late_events SET topic = retired WHERE topic = name;
  UPDATE dead_letters SET topic = retired WHERE topic = name;
  UPDATE ledger SET topic = retired WHERE topic = name;
  UPDATE round_ends SET topic = retired WHERE topic = name;
  DELETE FROM topic_partitions WHERE topic = name;
  DELETE FROM topics WHERE topic = name;
  RETURN retired;
END
$$;
COMMENT ON FUNCTION retire_topic(text) IS
  'Renames what the books hold of a topic that is gone, so that another one of its name can be read; returns its new name.';
