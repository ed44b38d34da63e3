package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The star schema on every engine, against plain SQL over the same records. With more of them:
 * {@code mvn verify -Dit.test=StarIT -Dstar.views=1000000 -Dtidemark.heap=6g}; see
 * docs/warehouse.md.
 */
@Tag("long")
class StarIT {

  private static final String TOPIC = "shop";
  private static final int RECORDS = Integer.getInteger("star.views", 20_000);
  private static final Duration DEADLINE = Duration.ofMinutes(3 + RECORDS / 20_000);

  @TempDir static Path directory;

  private static Servers servers;

  @BeforeAll
  static void generateThreeDays() throws Exception {
    servers = Servers.start(directory);
    servers.createTopic(TOPIC, 3);
    try (Program generated =
        Program.start(
            "star_generate",
            Program.STATION,
            Map.of(),
            List.of(
                "generate",
                "--preset=product_views",
                "--start=2026-01-09T00:00:00Z",
                "--speed=1d/1s",
                "--rate=" + RECORDS / 3,
                "--count=" + RECORDS,
                "--kafka=" + servers.bootstrapServers(),
                "--topic=" + TOPIC))) {
      generated.endsWell(DEADLINE);
    }
    assertThat(servers.records(TOPIC), is((long) RECORDS));
  }

  @AfterAll
  static void stopTheServers() throws IOException {
    servers.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyEngineWritesWhatSqlCountsOfTheRecords(Engine engine) throws Exception {
    Store store = servers.createDatabase("star_" + engine.name().toLowerCase(Locale.ROOT));
    String raw = "--rawStore=" + directory.resolve("raw_" + engine.name());
    try (Program run = run(engine, store, "--until=now", "--outputs=metrics,star,raw", raw)) {
      run.endsWell(DEADLINE);
    }
    findsNothing(store);
    keepsEveryRecordOnce(engine, store);
    assertThat(store.number("SELECT count(*) FROM fact_product_views"), greaterThan(1_000L));
  }

  @Test
  void aStreamWritesTheSameAndTheAuditSeesADamagedRow() throws Exception {
    Store store = servers.createDatabase("star_stream");
    try (Program stream =
        run(Engine.FLINK, store, "--streaming", "--earlyFiring=1s", "--outputs=metrics,star")) {
      stream.reaches(
          DEADLINE,
          () -> {
            long read = store.number("SELECT sum(read) FROM ledger");
            return read < RECORDS ? List.of("read are " + read) : List.of();
          });
      findsNothing(store, "--settle=1m");
      stream.stopsWell(Duration.ofMinutes(1));
    }
    damage(store);
    try (Program audit = verify(store, "--complete")) {
      assertThat(audit.ends(DEADLINE), is(1));
      assertThat(audit.printed(), containsString("view_count is"));
    }
  }

  private static Program run(Engine engine, Store store, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--preset=product_views");
    return Tidemark.run(
        "star_" + engine.name() + "_" + options.length,
        engine,
        servers,
        TOPIC,
        store,
        all.toArray(String[]::new));
  }

  private static void findsNothing(Store store, String... options) throws Exception {
    try (Program audit = verify(store, options)) {
      audit.endsWell(DEADLINE);
      assertThat(audit.printed(), containsString("no difference"));
    }
  }

  private static void keepsEveryRecordOnce(Engine engine, Store store) throws Exception {
    try (Program check =
        Program.start(
            "star_raw_" + engine.name(),
            Program.STATION,
            store.environment(),
            List.of("raw", "check", "--rawStore=" + directory.resolve("raw_" + engine.name())))) {
      check.endsWell(DEADLINE);
      assertThat(
          check.printed(),
          containsString(
              String.format(Locale.ROOT, "%,d records of 3 partitions: each is there", RECORDS)));
    }
  }

  private static Program verify(Store store, String... options) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "verify",
                "--star",
                "--preset=product_views",
                "--tables=page_view_counts,host_traffic",
                "--kafka=" + servers.bootstrapServers(),
                "--topic=" + TOPIC));
    all.addAll(List.of(options));
    Map<String, String> environment = new HashMap<>(store.environment());
    environment.put("VISITOR_SALT", Tidemark.SALT);
    return Program.start("star_verify", Program.STATION, environment, all);
  }

  private static void damage(Store store) throws SQLException {
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "UPDATE fact_product_views SET view_count = view_count + 1 WHERE ctid ="
                  + " (SELECT ctid FROM fact_product_views LIMIT 1) RETURNING 1")) {
        row.next();
      }
    }
  }
}
