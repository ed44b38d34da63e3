-- A replay claims a row before it sends the record and notes afterwards where it went: a row that is
-- claimed and not noted is one whose replay was cut off, and the topic tells whether it was sent.
ALTER TABLE dead_letters
  ADD COLUMN replay uuid,
  ADD COLUMN replay_claimed_at timestamptz,
  ADD COLUMN replayed_at timestamptz,
  ADD COLUMN replayed_offset bigint;
COMMENT ON COLUMN dead_letters.replay IS 'The replay that has taken the record to send it again; null when none has';
COMMENT ON COLUMN dead_letters.replay_claimed_at IS 'When that replay took it';
COMMENT ON COLUMN dead_letters.replayed_at IS 'When the record was sent again, as it was or repaired; null when it was not';
COMMENT ON COLUMN dead_letters.replayed_offset IS 'Offset of the new record, in the same topic and partition';
