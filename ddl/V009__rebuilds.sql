-- A rebuild takes windows over: from then on no write of an older generation gets into them, neither
-- into a row that is there nor as a row that the rebuild did not find.
CREATE TABLE rebuilds (
  generation bigint GENERATED ALWAYS AS IDENTITY,
  from_time timestamptz NOT NULL,
  to_time timestamptz NOT NULL,
  source text NOT NULL,
  rebuilt_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (generation)
);
COMMENT ON TABLE rebuilds IS 'The ranges of windows that were computed anew';
COMMENT ON COLUMN rebuilds.generation IS 'Of the rows that the rebuild wrote';
COMMENT ON COLUMN rebuilds.from_time IS 'Begin of the first window, inclusive';
COMMENT ON COLUMN rebuilds.to_time IS 'Begin of the last window, exclusive';
COMMENT ON COLUMN rebuilds.source IS 'From what the windows were computed: KAFKA, EVENTS or LAKE';
COMMENT ON COLUMN rebuilds.rebuilt_at IS 'When the rows were exchanged';
CALL grant_tidemark_table('rebuilds');
