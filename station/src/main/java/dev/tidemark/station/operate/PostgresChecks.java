package dev.tidemark.station.operate;

import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Looks at PostgreSQL: whether it answers, its schema, rights, settings and clock. */
final class PostgresChecks {

  private static final int OLDEST = 130_000;
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);
  private static final Duration CLOCKS_ARE_WRONG = Duration.ofMinutes(1);
  private static final String RIGHTS =
      """
      SELECT string_agg(name, ', ' ORDER BY name) FROM unnest(ARRAY['page_view_counts', 'active_users',
        'host_traffic', 'aggregated_web_traffic', 'geo_traffic', 'client_traffic', 'source_traffic',
        'processed_events', 'dead_letters', 'late_events', 'ledger', 'round_ends',
        'reopened_windows', 'settings', 'topics', 'topic_partitions', 'rebuilds']) AS tables (name)
      WHERE to_regclass(name) IS NULL OR NOT (has_table_privilege(name, 'SELECT')
        AND has_table_privilege(name, 'INSERT') AND has_table_privilege(name, 'UPDATE')
        AND has_table_privilege(name, 'DELETE'))""";

  private final Postgres database;

  PostgresChecks(Postgres database) {
    this.database = database;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      checks.add(Check.good("PostgreSQL", database.url().replaceFirst("^jdbc:", "")));
      checks.add(
          Check.wrong(
                  "PostgreSQL's version", ask(statement, "SHOW server_version"), "Use 13 or newer.")
              .unless(Integer.parseInt(ask(statement, "SHOW server_version_num")) >= OLDEST));
      checks.add(schema(statement));
      rights(checks, statement);
      settings(checks, statement);
      checks.add(connections(statement));
      checks.add(clock(statement));
    } catch (SQLException wrong) {
      checks.add(
          Check.wrong(
              "PostgreSQL",
              String.valueOf(wrong.getMessage()).lines().findFirst().orElse("failed"),
              "Check POSTGRES_URL, or --postgres, the user and the password."));
    }
    return checks;
  }

  private Check schema(Statement statement) throws SQLException {
    if (!hasSchema(statement)) {
      return Check.doubtful("Schema", "there is none yet", "Create it: tidemark migrate.");
    }
    String version =
        ask(statement, "SELECT max(version) FROM tidemark_schema_history WHERE success");
    int pending = Migrations.pending(database);
    return Check.wrong(
            "Schema",
            "version " + version + (pending == 0 ? "" : ", " + pending + " migrations are missing"),
            "Apply them: tidemark migrate.")
        .unless(pending == 0);
  }

  private static boolean hasSchema(Statement statement) throws SQLException {
    return ask(statement, "SELECT to_regclass('tidemark_schema_history')") != null;
  }

  private static void rights(List<Check> checks, Statement statement) throws SQLException {
    boolean mayCreate =
        isTrue(statement, "SELECT has_schema_privilege(current_schema(), 'CREATE')");
    checks.add(
        Check.doubtful(
                "Rights",
                mayCreate ? "may create tables" : "may not create tables",
                "Have the owner of the schema run tidemark migrate.")
            .unless(mayCreate));
    if (!hasSchema(statement)) {
      // Rights on tables that are not there are none that anybody lacks.
      return;
    }
    String missing = ask(statement, RIGHTS);
    checks.add(
        Check.wrong(
                "Rights",
                missing == null ? "may read and write every table" : "lacks rights on " + missing,
                "Grant them: GRANT tidemark_writer TO the user; or tidemark migrate.")
            .unless(missing == null));
    boolean roles =
        isTrue(
            statement,
            "SELECT to_regrole('tidemark_writer') IS NOT NULL"
                + " AND to_regrole('tidemark_reader') IS NOT NULL");
    checks.add(
        Check.doubtful(
                "Roles",
                roles
                    ? "tidemark_writer and tidemark_reader"
                    : "tidemark_writer or _reader is missing",
                "Let an administrator create them and CALL grant_tidemark_table for each table.")
            .unless(roles));
  }

  private static void settings(List<Check> checks, Statement statement) throws SQLException {
    String fsync = ask(statement, "SHOW fsync");
    checks.add(
        Check.wrong(
                "fsync",
                fsync,
                "Switch it on: without it a crash of the machine can destroy the database.")
            .unless(fsync.equals("on")));
    String commit = ask(statement, "SHOW synchronous_commit");
    checks.add(
        Check.wrong(
                "synchronous_commit",
                commit,
                "Switch it on: rows that a checkpoint relies on could be lost in a crash.")
            .unless(!commit.equals("off")));
    String encoding = ask(statement, "SHOW server_encoding");
    checks.add(
        Check.wrong("Encoding", encoding, "Create the database with ENCODING 'UTF8'.")
            .unless(encoding.equals("UTF8")));
    checks.add(
        Check.good(
            "Time zone",
            ask(statement, "SELECT reset_val FROM pg_settings WHERE name = 'TimeZone'")
                + "; this program's sessions use UTC"));
    checks.add(
        Check.good(
            "Size",
            TextTable.bytes(
                Long.parseLong(ask(statement, "SELECT pg_database_size(current_database())")))));
  }

  private static Check connections(Statement statement) throws SQLException {
    long left =
        Long.parseLong(
            ask(
                statement,
                "SELECT current_setting('max_connections')::bigint"
                    + " - (SELECT count(*) FROM pg_stat_activity)"));
    return Check.doubtful("Connections", left + " left", "Raise max_connections.")
        .unless(left > 20);
  }

  private static Check clock(Statement statement) throws SQLException {
    Instant before = Instant.now();
    try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
      row.next();
      Instant there = row.getObject(1, OffsetDateTime.class).toInstant();
      Instant after = Instant.now();
      Instant here = before.plus(Duration.between(before, after).dividedBy(2));
      Duration skew = Duration.between(here, there).abs();
      String finding = skew.toMillis() + " ms from this machine's";
      String remedy = "Set both clocks by NTP.";
      return skew.compareTo(CLOCKS_ARE_WRONG) > 0
          ? Check.wrong("PostgreSQL's clock", finding, remedy)
          : Check.doubtful("PostgreSQL's clock", finding, remedy)
              .unless(skew.compareTo(CLOCKS_DIFFER) <= 0);
    }
  }

  private static boolean isTrue(Statement statement, String sql) throws SQLException {
    return "t".equals(ask(statement, sql));
  }

  private static String ask(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
