package dev.tidemark.write;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.micros;
import static dev.tidemark.event.SampleViews.record;
import static dev.tidemark.event.SampleViews.url;
import static dev.tidemark.event.SampleViews.view;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.tidemark.write.LakeFiles.Drawer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Days of a lake that are compacted and expire, read with DuckDB and with our own reader. */
@Timeout(120)
class LakeDaysTest {
  private static final LocalDate DAY = LocalDate.parse("2026-01-05");
  private static final String NAME = "event_date=2026-01-05";
  private static final long LARGE = 1 << 20;
  private static final String ROWS =
      "SELECT * FROM LAKE ORDER BY \"partition\", \"offset\", event_date";

  @TempDir private Path lake;
  private LakeFiles files;

  @BeforeEach
  void start() {
    files = new LakeFiles(lake.toString());
  }

  @Test
  void manyFilesBecomeFewAndEveryRowStaysAsItWas() throws Exception {
    for (int i = 0; i < 20; i++) {
      write(0, DAY, 10L * i, 10L * i + 10);
      write(1, DAY, 5L * i, 5L * i + 3);
    }
    write(0, DAY.plusDays(1), 1_000, 1_001);
    List<String> before = Duck.ask(lake, ROWS);
    Optional<LakeDays.Compacted> compacted = compact(DAY, LARGE);
    assertThat(compacted, is(Optional.of(new LakeDays.Compacted(DAY, 40, 2, 260))));
    assertThat(Duck.ask(lake, ROWS), is(before));
    assertThat(
        names(lake.resolve(NAME)),
        is(List.of("web_events-0-0-199-200.parquet", "web_events-1-0-97-60.parquet")));
    assertThat(compact(DAY, LARGE), is(Optional.empty()));
  }

  @Test
  void aFileGrowsNoLargerThanWasSaid() throws Exception {
    for (int i = 0; i < 20; i++) {
      write(0, DAY, 10L * i, 10L * i + 10);
    }
    long size = Files.size(LakeDays.files(lake.resolve(NAME)).get(0));
    compact(DAY, 5 * size + 200);
    assertThat(names(lake.resolve(NAME)), hasSize(4));
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("200")));
  }

  @Test
  void aReplayAddsNothingToADayThatWasCompacted() throws Exception {
    write(0, DAY, 0, 10);
    write(0, DAY, 10, 20);
    compact(DAY, LARGE);
    write(0, DAY, 5, 25);
    assertThat(
        Duck.ask(lake, "SELECT count(*), count(DISTINCT \"offset\") FROM LAKE"),
        is(List.of("25|25")));
    assertThat(names(lake.resolve(NAME)), hasSize(2));
  }

  @Test
  void noReaderSeesARowTwiceOrNotAtAll() throws Exception {
    int days = 12;
    for (int day = 0; day < days; day++) {
      for (int i = 0; i < 6; i++) {
        write(0, DAY.plusDays(day), 100L * day + 10L * i, 100L * day + 10L * i + 10);
      }
    }
    long all = days * 60L;
    ExecutorService readers = Executors.newFixedThreadPool(2);
    AtomicBoolean over = new AtomicBoolean();
    try {
      Future<Integer> duck = readers.submit(() -> readWithDuck(all, over));
      Future<Integer> own = readers.submit(() -> readOurselves(all, days, over));
      for (int day = 0; day < days; day++) {
        try (LakeDays keeper = days(Duration.ofHours(1))) {
          assertThat(keeper.compact(DAY.plusDays(day), LARGE).isPresent(), is(true));
        }
      }
      over.set(true);
      assertThat(duck.get(), is(greaterThan(0)));
      assertThat(own.get(), is(greaterThan(1)));
    } finally {
      over.set(true);
      readers.shutdownNow();
    }
  }

  /** A reader that had found files before they were replaced is told so, and asks again. */
  private int readWithDuck(long all, AtomicBoolean over) throws SQLException {
    int read = 0;
    boolean last = false;
    while (!last) {
      last = over.get();
      try {
        assertThat(
            Duck.ask(lake, "SELECT count(*), count(DISTINCT \"offset\") FROM LAKE"),
            is(List.of(all + "|" + all)));
        read++;
      } catch (SQLException replaced) {
        if (!replaced.getMessage().contains("No such file")) {
          throw replaced;
        }
      }
    }
    return read;
  }

  private int readOurselves(long all, int days, AtomicBoolean over) throws IOException {
    int read = 0;
    boolean last = false;
    while (!last) {
      last = over.get();
      long rows = 0;
      for (Lake.LakeFile file : new Lake(lake.toString()).files(DAY, DAY.plusDays(days))) {
        rows += file.events().size();
      }
      assertThat(rows, is(all));
      read++;
    }
    return read;
  }

  @Test
  void whatIsWrittenIntoAVersionThatWasReplacedIsBroughtOver() throws Exception {
    write(0, DAY, 0, 10);
    write(0, DAY, 10, 20);
    Path before = lake.resolve(NAME).toRealPath();
    try (LakeDays days = days(Duration.ofHours(1))) {
      days.compact(DAY, LARGE);
    }
    LakeFiles elsewhere = new LakeFiles(lake.resolve("elsewhere").toString());
    elsewhere.write(new Drawer("web_events", 0, DAY), rows(0, DAY, 15, 25));
    Path late = LakeDays.files(lake.resolve("elsewhere").resolve(NAME)).get(0);
    Files.move(late, before.resolve(late.getFileName()));
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("20")));

    compact(DAY, LARGE);
    assertThat(
        Duck.ask(lake, "SELECT count(*), count(DISTINCT \"offset\") FROM LAKE"),
        is(List.of("25|25")));
    assertThat(Files.exists(before), is(false));
  }

  @Test
  void whatACompactionLeftThatWasCutOffIsNeverSeen() throws Exception {
    write(0, DAY, 0, 10);
    write(0, DAY, 10, 20);
    Path unfinished = Files.createDirectories(DayLinks.version(lake, NAME, 7));
    Files.writeString(unfinished.resolve("web_events-0-0-19-20.parquet"), "half a fi");
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("20")));
    compact(DAY, LARGE);
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("20")));
    assertThat(Files.exists(unfinished), is(false));
  }

  @Test
  void aDayThatIsAPlainDirectoryBecomesALinkAndIsFoundAgainWhenThatIsCutOff() throws Exception {
    write(0, DAY, 0, 10);
    write(0, DAY, 10, 20);
    Path version = lake.resolve(NAME).toRealPath();
    Files.delete(lake.resolve(NAME));
    Files.move(version, lake.resolve(NAME));
    compact(DAY, LARGE);
    assertThat(names(lake.resolve(NAME)), is(List.of("web_events-0-0-19-20.parquet")));
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("20")));

    Path standing = lake.resolve(NAME).toRealPath();
    Files.move(standing, DayLinks.version(lake, NAME, 0));
    Files.delete(lake.resolve(NAME));
    days(Duration.ZERO).close();
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("20")));
  }

  @Test
  void aDayThatHasExpiredIsGoneAndCanBeWrittenAgain() throws Exception {
    write(0, DAY, 0, 10);
    write(0, DAY, 10, 20);
    write(0, DAY.plusDays(1), 20, 25);
    compact(DAY, LARGE);
    try (LakeDays days = days(Duration.ZERO)) {
      assertThat(days.days(), is(List.of(DAY, DAY.plusDays(1))));
      assertThat(days.expire(DAY), is(1L));
      assertThat(days.days(), is(List.of(DAY.plusDays(1))));
    }
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("5")));
    write(0, DAY, 3, 5);
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("7")));
  }

  @Test
  void rawRecordsKeepTheirBytes() throws Exception {
    LakeFiles raw = new LakeFiles(lake.toString(), "kafka_date");
    for (int i = 0; i < 3; i++) {
      Rows rows = new Rows(RawRecords.TABLE);
      byte[] key = i == 1 ? null : new byte[] {0, -1, (byte) i};
      rows.add("t", 0, (long) i, micros("12:00:00") - i, key, "[]", new byte[] {-128, 0}, 1L);
      raw.write(new Drawer("t", 0, DAY), rows);
    }
    compact(DAY, LARGE);
    assertThat(names(lake.resolve("kafka_date=2026-01-05")), hasSize(1));
    assertThat(
        Duck.ask(lake, "SELECT \"offset\", hex(key), hex(value), headers FROM LAKE"),
        is(List.of("2|00FF02|8000|[]", "1|null|8000|[]", "0|00FF00|8000|[]")));
  }

  @Test
  void onlyOneLooksAfterALakeAtATime() throws Exception {
    try (LakeDays first = days(Duration.ZERO)) {
      assertThat(first.days(), empty());
      assertThat(LakeDays.in(lake, Duration.ZERO), is(Optional.empty()));
    }
    days(Duration.ZERO).close();
  }

  @Test
  void aReaderOfAnHourReadsOneOfManyGroupsOfRowsAndOneOfManyDays() throws Exception {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    long first = micros("00:00:00");
    for (int i = 0; i < 120_000; i++) {
      // Not in the order of time: neighbours lie half a day apart.
      long time = first + (i % 2 * 43_200L + i / 4) * 1_000_000L;
      ProcessedEvents.add(rows, view(record(0, i), at(time)), time);
    }
    files.write(new Drawer("web_events", 0, DAY), rows);
    write(0, DAY.plusDays(1), 200_000, 200_001);
    String groups =
        "FROM parquet_metadata('%s/%s/*.parquet') WHERE path_in_schema = 'event_time'"
            .formatted(lake, NAME);
    assertThat(Duck.ask(lake, "SELECT count(*) " + groups), is(List.of("3")));
    assertThat(
        Duck.ask(
            lake,
            "SELECT count(*) "
                + groups
                + " AND stats_min_value::TIMESTAMPTZ < '2026-01-05 03:00:00Z'"
                + " AND stats_max_value::TIMESTAMPTZ >= '2026-01-05 02:00:00Z'"),
        is(List.of("1")));
    String plan =
        String.join(
            "\n", Duck.ask(lake, "EXPLAIN SELECT url FROM LAKE WHERE event_date = '2026-01-05'"));
    assertThat(plan, plan.contains("Scanning Files: 1/2"), is(true));
  }

  private void write(int partition, LocalDate day, long from, long to) throws IOException {
    files.write(new Drawer("web_events", partition, day), rows(partition, day, from, to));
  }

  private static Rows rows(int partition, LocalDate day, long from, long to) {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    LongStream.range(from, to)
        .forEach(
            offset ->
                ProcessedEvents.add(
                    rows,
                    view(
                        record(partition, offset),
                        at(day + "T12:00:%02dZ".formatted(offset * 7 % 60)),
                        url("https://shop.example/" + offset)),
                    micros("13:00:00")));
    return rows;
  }

  private Optional<LakeDays.Compacted> compact(LocalDate day, long mostBytes) throws IOException {
    try (LakeDays days = days(Duration.ZERO)) {
      return days.compact(day, mostBytes);
    }
  }

  private LakeDays days(Duration grace) throws IOException {
    return LakeDays.in(lake, grace).orElseThrow();
  }

  private static List<String> names(Path day) throws IOException {
    try (Stream<Path> all = Files.list(day)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
