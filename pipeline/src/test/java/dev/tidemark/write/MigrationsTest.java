package dev.tidemark.write;

import static dev.tidemark.write.Sql.ask;
import static dev.tidemark.write.Sql.count;
import static dev.tidemark.write.Sql.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.servers.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MigrationsTest {
  private static final String OURS =
      "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
          + " AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
          + " AND c.relname <> 'tidemark_schema_history'";

  private static Database database;

  @BeforeAll
  static void start() throws IOException {
    database = Database.start(null);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @Test
  void anEmptyDatabaseGetsEveryTableOnce() throws Exception {
    Postgres postgres = Sql.fresh(database, "migrated_twice");
    Migrations.apply(postgres);
    List<String> history = ask(postgres, "SELECT * FROM tidemark_schema_history");
    Migrations.apply(postgres);
    assertThat(ask(postgres, "SELECT * FROM tidemark_schema_history"), is(history));
    assertThat(
        ask(postgres, "SELECT relname " + OURS + " ORDER BY 1"),
        is(
            List.of(
                "active_users",
                "aggregated_web_traffic",
                "changed_hours",
                "client_summaries",
                "client_traffic",
                "dead_letters",
                "dim_country",
                "dim_date",
                "dim_device",
                "dim_product",
                "dim_referrer",
                "fact_product_views",
                "fact_product_views_hourly",
                "geo_traffic",
                "hit_summaries",
                "host_traffic",
                "late_events",
                "ledger",
                "page_summaries",
                "page_view_counts",
                "place_summaries",
                "processed_events",
                "rebuilds",
                "referrer_summaries",
                "reopened_windows",
                "round_ends",
                "settings",
                "source_summaries",
                "source_traffic",
                "summarised_spans",
                "topic_partitions",
                "topics",
                "visitor_summaries")));
  }

  @Test
  void processesThatStartTogetherMigrateTogether() throws Exception {
    Postgres postgres = Sql.fresh(database, "migrated_together");
    // Where the schema is not empty, Flyway alone lets them stumble over its first table.
    run(postgres, "CREATE TABLE orders (id bigint)");
    ExecutorService processes = Executors.newFixedThreadPool(8);
    Callable<Void> migration =
        () -> {
          Migrations.apply(postgres);
          return null;
        };
    try {
      for (var outcome :
          processes.invokeAll(IntStream.range(0, 8).mapToObj(i -> migration).toList())) {
        outcome.get();
      }
    } finally {
      processes.shutdown();
    }
    assertThat(count(postgres, "ledger"), is(0L));
  }

  @Test
  void aMigrationWaitsForTheOneThatIsUnderWay() throws Exception {
    Postgres postgres = Sql.fresh(database, "busy");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (var connection = postgres.connect();
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(hashtextextended('tidemark_schema_history', 0))");
      Future<?> migration =
          other.submit(
              () -> {
                Migrations.apply(postgres);
                return null;
              });
      // Flyway asks for a lock too, of another name.
      String asking =
          "pg_stat_activity WHERE query LIKE 'SELECT pg_try_advisory_lock(hashtextextended%'";
      while (count(postgres, asking) == 0) {
        assertThat("nobody asks for the turn", migration.isDone(), is(false));
      }
      assertThat(count(postgres, "pg_class WHERE relname = 'ledger'"), is(0L));
      statement.execute("SELECT pg_advisory_unlock_all()");
      migration.get();
    } finally {
      other.shutdown();
    }
    assertThat(count(postgres, "ledger"), is(0L));
  }

  @Test
  void everyTableAndEveryColumnSaysWhatItHolds() throws Exception {
    Postgres postgres = Sql.fresh(database, "described");
    Migrations.apply(postgres);
    assertThat(
        ask(postgres, "SELECT c.relname " + OURS + " AND obj_description(c.oid) IS NULL"),
        is(empty()));
    String columns =
        "(SELECT c.oid, c.relname " + OURS + ") t JOIN pg_attribute a ON a.attrelid = t.oid";
    assertThat(count(postgres, columns + " WHERE attnum > 0"), is(greaterThan(100L)));
    assertThat(
        ask(
            postgres,
            "SELECT relname, attname FROM "
                + columns
                + " WHERE attnum > 0 AND col_description(t.oid, attnum) IS NULL"),
        is(empty()));
  }

  @Test
  void aDatabaseNewerThanTheProgramIsRefusedInOneLine() throws Exception {
    Postgres postgres = Sql.fresh(database, "newer");
    Migrations.apply(postgres);
    run(
        postgres,
        "INSERT INTO tidemark_schema_history SELECT 1000, '999', 'of the future', type,"
            + " 'V999__of_the_future.sql', 1, installed_by, now(), 1, true"
            + " FROM tidemark_schema_history WHERE version = '001'");
    SQLException refusal = assertThrows(SQLException.class, () -> Migrations.apply(postgres));
    assertThat(
        refusal.getMessage(),
        allOf(containsString("schema version 999"), containsString("use a newer program")));
    assertThat(refusal.getMessage(), not(containsString("\n")));
  }

  @Test
  void theSchemaMayHoldTablesOfTheUser() throws Exception {
    Postgres postgres = Sql.fresh(database, "inhabited");
    run(postgres, "CREATE TABLE orders (id bigint)");
    Migrations.apply(postgres);
    assertThat(count(postgres, "orders"), is(0L));
    assertThat(count(postgres, "page_view_counts"), is(0L));
  }

  @Test
  void aTableOfTheUserWithANameOfOursIsNamedInOneLineAndLeftAlone() throws Exception {
    Postgres postgres = Sql.fresh(database, "occupied");
    run(postgres, "CREATE TABLE ledger (mine text)", "INSERT INTO ledger VALUES ('kept')");
    SQLException refusal = assertThrows(SQLException.class, () -> Migrations.apply(postgres));
    assertThat(refusal.getMessage(), containsString("relation \"ledger\" already exists"));
    assertThat(refusal.getMessage(), not(containsString("\n")));
    assertThat(ask(postgres, "SELECT mine FROM ledger"), is(List.of("kept")));
  }

  @Test
  void theRolesMayWriteAndReadWhatTheyShould() throws Exception {
    Postgres postgres = Sql.fresh(database, "granted");
    Migrations.apply(postgres);
    String rights = "SELECT has_table_privilege('tidemark_%s', '%s', '%s')";
    assertThat(ask(postgres, rights.formatted("writer", "ledger", "UPDATE")), is(List.of("t")));
    assertThat(
        ask(postgres, rights.formatted("reader", "geo_traffic", "SELECT")), is(List.of("t")));
    assertThat(
        ask(postgres, rights.formatted("reader", "geo_traffic", "INSERT")), is(List.of("f")));
    assertThat(ask(postgres, rights.formatted("reader", "settings", "SELECT")), is(List.of("f")));
  }

  @Test
  void aUserWhoMayNotMakeRolesMigratesWithoutThem() throws Exception {
    try (Database other = Database.start(null)) {
      run(
          Sql.postgres(other),
          "CREATE ROLE modest LOGIN PASSWORD 'secret'",
          "CREATE DATABASE modest OWNER modest");
      Postgres modest =
          Postgres.at(other.url().replaceFirst("[^/]*$", "modest"), "modest", "secret");
      Migrations.apply(modest);
      assertThat(count(modest, "processed_events"), is(0L));
      assertThat(count(modest, "pg_roles WHERE rolname LIKE 'tidemark%'"), is(0L));
    }
  }

  @Test
  void aUserWithoutTheRightToMigrateIsToldSoInOneLine() throws Exception {
    Postgres owner = Sql.fresh(database, "guarded");
    run(
        owner,
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "CREATE ROLE guest LOGIN PASSWORD 'secret'");
    Postgres guest = Postgres.at(owner.url(), "guest", "secret");
    SQLException refusal = assertThrows(SQLException.class, () -> Migrations.apply(guest));
    assertThat(
        refusal.getMessage(),
        allOf(containsString("denies user guest a right"), containsString("migrate as the owner")));
    assertThat(refusal.getMessage(), not(containsString("\n")));
  }
}
