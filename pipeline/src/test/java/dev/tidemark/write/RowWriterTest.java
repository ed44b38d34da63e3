package dev.tidemark.write;

import static dev.tidemark.write.Sql.ask;
import static dev.tidemark.write.Sql.count;
import static dev.tidemark.write.Sql.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Failure;
import dev.tidemark.event.LateEvent;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.servers.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RowWriterTest {
  private static final Retry SOON = new Retry(Duration.ofMillis(5), Duration.ofMillis(100));
  private static final String EVERY_ROW =
      "SELECT host, num_hits, events, generation FROM host_traffic ORDER BY host";

  private static Database database;
  private static Postgres postgres;

  @BeforeAll
  static void start() throws Exception {
    database = Database.start(null);
    postgres = Sql.postgres(database);
    Migrations.apply(postgres);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @BeforeEach
  void clearTables() throws SQLException {
    run(postgres, "TRUNCATE host_traffic, dead_letters, late_events, ledger, round_ends");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void replaysAndReorderingChangeNothing(long seed) throws Exception {
    Random random = new Random(seed);
    // Every state that a row goes through, as the panes of a window tell it.
    record State(String host, long events, long generation) {}
    List<State> history = new ArrayList<>();
    TreeMap<String, State> last = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      long events = 0;
      for (long generation = 0; generation <= random.nextInt(2); generation++) {
        events = generation == 0 ? 1 : 1 + random.nextInt((int) events);
        for (int pane = random.nextInt(6); pane >= 0; pane--) {
          events += random.nextInt(3);
          State state = new State("host" + i, events, generation);
          history.add(state);
          last.put(state.host, state);
        }
      }
    }
    for (int i = random.nextInt(100); i >= 0; i--) {
      history.add(history.get(random.nextInt(history.size())));
    }
    Collections.shuffle(history, random);
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      for (int from = 0; from < history.size(); ) {
        int to = Math.min(history.size(), from + 1 + random.nextInt(40));
        Rows rows = new Rows(HostTraffic.TABLE);
        for (State state : history.subList(from, to)) {
          HostTraffic.add(rows, state.host, state.events, state.generation);
        }
        assertThat(writer.write(rows), is(empty()));
        from = to;
      }
    }
    assertThat(
        ask(postgres, EVERY_ROW),
        is(
            last.values().stream()
                .map(s -> "%s|%d|%d|%d".formatted(s.host, s.events, s.events, s.generation))
                .toList()));
  }

  @Test
  void aRowThatIsRefusedGoesAlone() throws Exception {
    run(postgres, "ALTER TABLE host_traffic ADD CONSTRAINT lucky CHECK (host <> 'host13')");
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      Rows rows = hosts(100);
      List<Refused> refused = writer.write(rows);
      assertThat(
          refused.stream().map(r -> rows.get(r.row(), "host")).toList(), is(List.of("host13")));
      assertThat(refused.get(0).sqlState(), is("23514"));
      assertThat(refused.get(0).message(), containsString("lucky"));
    } finally {
      run(postgres, "ALTER TABLE host_traffic DROP CONSTRAINT lucky");
    }
    assertThat(count(postgres, "host_traffic"), is(99L));
  }

  @Test
  void valuesThatNoColumnHoldsAreRefusedAlone() throws Exception {
    Rows rows = hosts(50);
    rows.add(null, 1L, new byte[16], "no time", 1L, 1L, 0L);
    rows.add(Long.MIN_VALUE, 1L, new byte[16], "before PostgreSQL's times", 1L, 1L, 0L);
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      List<Refused> refused = writer.write(rows);
      assertThat(refused.stream().map(Refused::sqlState).toList(), is(List.of("23502", "22008")));
    }
    assertThat(count(postgres, "host_traffic"), is(50L));
  }

  @Test
  void aBackendThatIsTerminatedInTheMiddleLosesNothing() throws Exception {
    writeWhileTerminating("INSERT INTO \"host_traffic\"", round -> hosts(2_000, round + 1));
    assertThat(count(postgres, "host_traffic WHERE num_hits = 40"), is(2_000L));
  }

  @Test
  void aCopyThatIsTerminatedInTheMiddleLosesNothing() throws Exception {
    writeWhileTerminating(
        "COPY \"dead_letters\"",
        round -> {
          Rows rows = new Rows(Tables.DEAD_LETTERS);
          for (int row = 0; row < 2_000; row++) {
            Tables.add(
                rows,
                new DeadLetter(
                    "t", 0, 2_000L * round + row, 0, Failure.NOT_JSON, "x", new byte[100]));
          }
          return rows;
        });
    assertThat(count(postgres, "dead_letters"), is(80_000L));
  }

  /** Writes forty rounds of rows while backends that do so are terminated, ten times at most. */
  private void writeWhileTerminating(String statement, IntFunction<Rows> rows) throws Exception {
    ExecutorService writers = Executors.newSingleThreadExecutor();
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      Future<?> writing =
          writers.submit(
              () -> {
                for (int round = 0; round < 40; round++) {
                  assertThat(writer.write(rows.apply(round)), is(empty()));
                }
                return null;
              });
      int terminated = 0;
      while (!writing.isDone() && terminated < 10) {
        terminated +=
            ask(
                    postgres,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE state = 'active' AND query LIKE '"
                        + statement
                        + "%'")
                .size();
      }
      writing.get();
      assertThat(terminated, is(not(0)));
    } finally {
      writers.shutdown();
    }
  }

  @Test
  void writersWhoseKeysComeInDifferentOrdersAllFinish() throws Exception {
    Postgres contended = Sql.fresh(database, "contended");
    Migrations.apply(contended);
    int writers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Random random = new Random(i);
      all.add(
          threads.submit(
              () -> {
                try (RowWriter writer = new RowWriter(contended, SOON)) {
                  for (int round = 1; round <= 30; round++) {
                    List<Integer> hosts = new ArrayList<>(IntStream.range(0, 300).boxed().toList());
                    Collections.shuffle(hosts, random);
                    Rows rows = new Rows(HostTraffic.TABLE);
                    for (int host : hosts) {
                      HostTraffic.add(rows, "host" + host, round);
                    }
                    assertThat(writer.write(rows), is(empty()));
                  }
                }
                return null;
              }));
    }
    threads.shutdown();
    for (Future<?> one : all) {
      one.get();
    }
    assertThat(count(contended, "host_traffic WHERE num_hits = 30"), is(300L));
    assertThat(
        ask(contended, "SELECT deadlocks FROM pg_stat_database WHERE datname = 'contended'"),
        is(List.of("0")));
  }

  @Test
  void aDeadlockWithSomebodyElseIsSurvived() throws Exception {
    Rows rows = hosts(2);
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      writer.write(rows);
    }
    // The writer takes the lesser key first; the other transaction has the greater and wants it.
    List<String> byKey = ask(postgres, "SELECT host FROM host_traffic ORDER BY key_hash");
    String update = "UPDATE host_traffic SET events = events WHERE host = '%s'";
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (var connection = postgres.connect();
        var statement = connection.createStatement();
        RowWriter writer = new RowWriter(postgres, SOON)) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL deadlock_timeout = '1min'");
      statement.execute(update.formatted(byKey.get(1)));
      Future<List<Refused>> writing = threads.submit(() -> writer.write(hosts(2, 7)));
      awaitWaiting();
      statement.execute(update.formatted(byKey.get(0)));
      connection.commit();
      assertThat(writing.get(), is(empty()));
    } finally {
      threads.shutdown();
    }
    assertThat(count(postgres, "host_traffic WHERE num_hits = 7"), is(2L));
  }

  @Test
  void textOfAnyLengthAndAnyCharacterIsKept() throws Exception {
    String url = "/" + "ü€😀".repeat(25_000);
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      Rows rows = new Rows(PageViews.TABLE);
      PageViews.add(rows, url, 3);
      PageViews.add(rows, "nul\0 and half a \uD83D pair", 1);
      assertThat(writer.write(rows), is(empty()));
    }
    assertThat(
        ask(postgres, "SELECT url FROM page_view_counts ORDER BY view_count DESC"),
        is(List.of(url, "nul\uFFFD and half a ? pair")));
  }

  @Test
  void aBatchThatIsTooLargeForOneStatementIsWrittenAllTheSame() throws Exception {
    Rows rows = new Rows(Tables.DEAD_LETTERS);
    byte[] payload = new byte[1 << 20];
    for (int offset = 0; offset < 50; offset++) {
      Tables.add(rows, new DeadLetter("t", 0, offset, 0, Failure.TOO_LARGE, "1 MiB", payload));
    }
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      assertThat(writer.write(rows), is(empty()));
    }
    assertThat(count(postgres, "dead_letters WHERE length(payload) = 1048576"), is(50L));
  }

  @Test
  void whatBecameOfARecordStaysAsItWasWrittenFirst() throws Exception {
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      for (byte[] payload : List.of(new byte[] {1, 2}, new byte[] {3})) {
        Rows dead = new Rows(Tables.DEAD_LETTERS);
        Tables.add(dead, new DeadLetter("t", 1, 5, 1_000, Failure.NOT_JSON, "a 'brace", payload));
        Rows late = new Rows(Tables.LATE_EVENTS);
        Tables.add(late, new LateEvent("t", 1, 6, 2_000, 1_500_001, 600_000_001, payload));
        assertThat(writer.write(dead), is(empty()));
        assertThat(writer.write(late), is(empty()));
      }
    }
    assertThat(
        ask(
            postgres,
            "SELECT topic, partition, \"offset\", kafka_time, stage, failure, detail, payload"
                + " FROM dead_letters"),
        is(List.of("t|1|5|1970-01-01 00:00:01+00|PARSE|NOT_JSON|a 'brace|\\x0102")));
    assertThat(
        ask(postgres, "SELECT kafka_time, event_time, behind::text, payload FROM late_events"),
        is(
            List.of(
                "1970-01-01 00:00:02+00|1970-01-01 00:00:01.500001+00|00:10:00.000001|\\x0102")));
  }

  @Test
  void howFarAnEventIsLateIsExactThoughItBeCenturies() throws Exception {
    long centuries = 19_457_011_942_603_123L;
    Rows late = new Rows(Tables.LATE_EVENTS);
    Tables.add(late, new LateEvent("t", 0, 0, 0, 0, centuries, new byte[0]));
    Tables.add(late, new LateEvent("t", 0, 1, 0, 0, 86_400_000_001L, new byte[0]));
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      assertThat(writer.write(late), is(empty()));
    }
    assertThat(
        ask(postgres, "SELECT behind::text FROM late_events ORDER BY \"offset\""),
        is(List.of("5404725:32:22.603123", "24:00:00.000001")));
  }

  @Test
  void aLedgerRowThatHasReadMoreWinsWholeWithinItsGeneration() throws Exception {
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      writer.write(ledger(new LedgerEntry("t", 0, 0, 9, 10, 7, 1, 1, 1, 2, 50, 60), 0));
      writer.write(ledger(nothingReadable(4), 0));
      assertThat(ledger(), is(List.of("9|10|7|1970-01-01 00:00:00.00005+00|0")));
      writer.write(ledger(nothingReadable(5), 1));
      assertThat(ledger(), is(List.of("5|6|0|null|1")));
    }
  }

  @Test
  void aWrongPasswordFailsWithinSeconds() {
    Postgres wrong = Postgres.at(database.url(), database.user(), "wrong");
    assertThat(failure(wrong, hosts(1)), containsString("does not let user postgres in"));
  }

  @Test
  void aMissingTableFailsWithinSeconds() throws SQLException {
    Postgres unmigrated = Sql.fresh(database, "unmigrated");
    assertThat(failure(unmigrated, hosts(1)), containsString("lacks a table, column or function"));
  }

  @Test
  void aMissingRightFailsWithinSeconds() throws SQLException {
    run(postgres, "CREATE ROLE onlooker LOGIN PASSWORD 'secret'");
    Postgres onlooker = Postgres.at(database.url(), "onlooker", "secret");
    assertThat(
        failure(onlooker, hosts(1)),
        allOf(containsString("denies user onlooker a right"), containsString("host_traffic")));
  }

  @Test
  void aWriterThatWaitsForTheServerCanBeInterrupted() throws Exception {
    Postgres nobody = Postgres.at("postgresql://127.0.0.1:1/none", "me", "pw");
    try (RowWriter writer = new RowWriter(nobody, Retry.DEFAULT)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> writer.write(hosts(1)));
    }
  }

  @Test
  void aRowOfAnotherShapeIsRefusedBeforeItIsSent() {
    Rows rows = new Rows(HostTraffic.TABLE);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> rows.add(1L)).getMessage(),
        is("host_traffic takes 7 values, not 1"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> rows.add(0L, 1L, new byte[16], 4L, 1L, 1L, 0L))
            .getMessage(),
        is("host_traffic.host does not take a Long"));
  }

  private static Rows hosts(int number) {
    return hosts(number, 1);
  }

  private static Rows hosts(int number, long events) {
    Rows rows = new Rows(HostTraffic.TABLE);
    for (int i = 0; i < number; i++) {
      HostTraffic.add(rows, "host" + i, events);
    }
    return rows;
  }

  private static Rows ledger(LedgerEntry entry, long generation) {
    Rows rows = new Rows(Tables.LEDGER);
    Tables.add(rows, entry, generation);
    return rows;
  }

  private static LedgerEntry nothingReadable(long last) {
    return new LedgerEntry(
        "t", 0, 0, last, last + 1, 0, 0, 0, last + 1, 0, Long.MAX_VALUE, Long.MIN_VALUE);
  }

  private static List<String> ledger() throws SQLException {
    return ask(
        postgres, "SELECT last_offset, read, counted, min_event_time, generation FROM ledger");
  }

  private static String failure(Postgres postgres, Rows rows) {
    long start = System.nanoTime();
    try (RowWriter writer = new RowWriter(postgres, Retry.DEFAULT)) {
      SQLException failure = assertThrows(SQLException.class, () -> writer.write(rows));
      assertThat(failure.getMessage(), not(containsString("\n")));
      return failure.getMessage();
    } catch (SQLException e) {
      throw new AssertionError(e);
    } finally {
      assertThat(Duration.ofNanos(System.nanoTime() - start), is(lessThan(Duration.ofSeconds(5))));
    }
  }

  private static void awaitWaiting() throws SQLException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (count(postgres, "pg_stat_activity WHERE wait_event_type = 'Lock'") == 0) {
      assertThat("nobody waits for a lock", System.nanoTime(), is(lessThan(deadline)));
    }
  }
}
