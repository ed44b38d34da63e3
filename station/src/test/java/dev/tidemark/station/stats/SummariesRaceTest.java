package dev.tidemark.station.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.servers.Database;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody who writes while summaries are made is forgotten, and nobody has to wait. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SummariesRaceTest {
  private static final Instant DAY = Instant.parse("2026-11-18T00:00:00Z");
  private static final Range DAYS = new Range(DAY, DAY.plus(Duration.ofDays(2)));
  private static final Clock NOW = Clock.fixed(DAY.plus(Duration.ofHours(60)), ZoneOffset.UTC);

  private Database database;
  private Postgres postgres;
  private HikariDataSource readers;
  private Summaries summaries;

  @BeforeEach
  void start() throws Exception {
    database = Database.start(null);
    postgres = Postgres.at(database.url(), database.user(), database.password());
    Migrations.apply(postgres);
    readers = ReadingPool.of(postgres);
    summaries = new Summaries(postgres, NOW);
    try (Connection connection = postgres.connect()) {
      hit(connection, "first.example", List.of(0, 47));
    }
  }

  @AfterEach
  void stop() throws Exception {
    summaries.close();
    readers.close();
    database.close();
  }

  @Test
  void aWriterWhoBeganBeforeTheSummariesAndCommitsAfterwardsIsCounted() throws Exception {
    try (Connection slow = postgres.connect()) {
      slow.setAutoCommit(false);
      hit(slow, "slow.example", List.of(5));
      for (int i = 0; i < 4; i++) {
        summaries.round();
      }
      slow.commit();
    }
    assertThat(hitsOfAnswer(), is(3L));
    summariseAll();
    assertThat(hitsOfAnswer(), is(3L));
  }

  @Test
  void aWriterWhoReliedOnAnothersNoteIsCountedAlthoughTheNoteIsGone() throws Exception {
    summariseAll();
    try (Connection quick = postgres.connect();
        Connection slow = postgres.connect()) {
      hit(quick, "quick.example", List.of(5));
      slow.setAutoCommit(false);
      hit(slow, "slow.example", List.of(5));
      assertThat(notes(), is(1L));
      for (int i = 0; i < 4; i++) {
        summaries.round();
      }
      assertThat(notes(), is(0L));
      slow.commit();
    }
    assertThat(hitsOfAnswer(), is(4L));
    summariseAll();
    assertThat(hitsOfAnswer(), is(4L));
  }

  @Test
  void writersOfASummarisedHourDoNotWaitForEachOtherNorForTheSummaries() throws Exception {
    summariseAll();
    try (Connection slow = postgres.connect();
        Connection other = postgres.connect()) {
      slow.setAutoCommit(false);
      hit(slow, "slow.example", List.of(5));
      summaries.round();
      summaries.round();
      try (Statement statement = other.createStatement()) {
        statement.execute("SET lock_timeout = '1s'");
      }
      hit(other, "other.example", List.of(5));
      slow.commit();
    }
    assertThat(hitsOfAnswer(), is(4L));
  }

  @Test
  void whatIsDeletedOrTruncatedIsNoLongerCounted() throws Exception {
    summariseAll();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM host_traffic WHERE window_start = '" + DAY + "'");
      assertThat(hitsOfAnswer(), is(1L));
      statement.execute("TRUNCATE host_traffic");
      assertThat(hitsOfAnswer(), is(0L));
    }
    summariseAll();
    assertThat(hitsOfAnswer(), is(0L));
  }

  @Test
  void answersHoldWhileManyWriteIntoWhatIsBeingSummarised() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      writers.add(threads.submit(() -> write("writer-%d.example".formatted(number), over)));
    }
    Callable<Integer> reading =
        () -> {
          int answers = 0;
          for (; !over.get(); answers++) {
            assertThatAnswerHolds();
          }
          return answers;
        };
    Future<Integer> reader = threads.submit(reading);
    int summarised = 0;
    try {
      for (int round = 0; round < 40; round++) {
        summarised += summaries.round().summarised();
      }
    } finally {
      over.set(true);
      threads.shutdown();
    }
    int written = 0;
    for (Future<Integer> writer : writers) {
      written += writer.get();
    }
    assertThat("answers", reader.get(), is(greaterThan(10)));
    assertThat("spans", summarised, is(greaterThan(60)));
    assertThat("statements", written, is(greaterThan(100)));

    assertThatAnswerHolds();
    summariseAll();
    assertThatAnswerHolds();
    // With everything at rest, the answer comes from the two days' summaries alone.
    try (Connection connection = readers.getConnection()) {
      Spans spans = Spans.of(connection, Figures.HITS, DAYS.from(), DAYS.to());
      Cover cover = Cover.of(List.of(Bucket.of(DAYS)), spans);
      assertThat(cover.stretches().size(), is(0));
      assertThat(cover.summaries().size(), is(2));
    }
  }

  /** Each statement touches a few hours in no order, some much more often; rows are its own. */
  private int write(String host, AtomicBoolean over) throws SQLException {
    Random random = new Random(host.hashCode());
    int statements = 0;
    try (Connection connection = postgres.connect()) {
      connection.setAutoCommit(false);
      for (; !over.get(); statements++) {
        List<Integer> hours =
            IntStream.range(0, 3)
                .mapToObj(i -> (int) (48 * Math.pow(random.nextDouble(), 6)))
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(hours, random);
        hit(connection, host, hours);
        connection.commit();
      }
    }
    return statements;
  }

  private static void hit(Connection connection, String host, List<Integer> hours)
      throws SQLException {
    String sql =
        "INSERT INTO host_traffic AS old"
            + " (window_start, window_end, key_hash, host, num_hits, events)"
            + " SELECT at, at + interval '5 minutes', ?::bytea, ?, 1, 1"
            + " FROM unnest(?::timestamptz[]) AS hours(at)"
            + " ON CONFLICT (window_start, window_end, key_hash)"
            + " DO UPDATE SET num_hits = old.num_hits + 1, events = old.events + 1";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, host.getBytes(UTF_8));
      statement.setString(2, host);
      statement.setArray(
          3,
          connection.createArrayOf(
              "timestamptz",
              hours.stream().map(h -> DAY.plus(Duration.ofHours(h)).toString()).toArray()));
      statement.executeUpdate();
    }
  }

  private void assertThatAnswerHolds() throws SQLException {
    try (Connection connection = readers.getConnection();
        Statement statement = connection.createStatement()) {
      long answer = hits(connection);
      try (ResultSet row =
          statement.executeQuery("SELECT coalesce(sum(num_hits), 0) FROM host_traffic")) {
        row.next();
        assertThat(answer, is(row.getLong(1)));
      }
      connection.rollback();
    }
  }

  private long notes() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM changed_hours")) {
      row.next();
      return row.getLong(1);
    }
  }

  private long hitsOfAnswer() throws SQLException {
    try (Connection connection = readers.getConnection()) {
      return hits(connection);
    }
  }

  private static long hits(Connection connection) throws SQLException {
    return new FigureAnswers(connection)
        .tallies(List.of(Bucket.of(DAYS)), Filters.NONE)
        .get(0)
        .hits();
  }

  private void summariseAll() throws SQLException {
    int rounds = 0;
    while (summaries.round().waiting() > 0) {
      rounds++;
      assertThat("rounds", rounds < 10);
    }
  }
}
