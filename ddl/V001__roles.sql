-- Roles belong to the whole server and take a right of their own to create: where the migrating
-- user lacks it, an administrator creates them and calls grant_tidemark_table for every table.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['tidemark_writer', 'tidemark_reader'] LOOP
    IF to_regrole(wanted) IS NULL THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION
        WHEN insufficient_privilege THEN
          RAISE NOTICE 'Role % is not created: % has no right to', wanted, current_user;
        -- Another database of the same server is being migrated at the same time.
        WHEN duplicate_object OR unique_violation THEN
          NULL;
      END;
    END IF;
  END LOOP;
END
$$;

CREATE PROCEDURE grant_tidemark_table(name regclass, readable boolean DEFAULT true)
LANGUAGE plpgsql AS $$
BEGIN
  IF to_regrole('tidemark_writer') IS NOT NULL THEN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO tidemark_writer', name);
  END IF;
  IF readable AND to_regrole('tidemark_reader') IS NOT NULL THEN
    EXECUTE format('GRANT SELECT ON %s TO tidemark_reader', name);
  END IF;
END
$$;
COMMENT ON PROCEDURE grant_tidemark_table(regclass, boolean) IS
  'Grants a table to tidemark_writer and, if it is readable, to tidemark_reader, where they exist.';

CREATE PROCEDURE publish_tidemark_metric(name regclass)
LANGUAGE plpgsql AS $$
DECLARE
  described record;
BEGIN
  FOR described IN
    SELECT * FROM (VALUES
      ('window_start', 'Begin of the window, inclusive; windows are aligned to the epoch'),
      ('window_end', 'End of the window, exclusive'),
      ('key_hash', 'First 16 bytes of the SHA-256 of the key columns, each as the length of its '
        'UTF-8 bytes in four bytes and these bytes: a key of any length fits an index'),
      ('events', 'Number of events behind this row; within a generation the row built from more '
        'events wins'),
      ('generation', 'Raised by a rebuild: a row of a higher generation wins over a lower one'),
      ('updated_at', 'When the row was last written')
    ) AS shared(name, text)
  LOOP
    EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', name, described.name, described.text);
  END LOOP;
  CALL grant_tidemark_table(name);
END
$$;
COMMENT ON PROCEDURE publish_tidemark_metric(regclass) IS
  'Comments the columns that the table of every metric has and grants it to the roles.';
