package dev.tidemark.write;

import static dev.tidemark.write.Sql.ask;
import static dev.tidemark.write.Sql.count;
import static dev.tidemark.write.Sql.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.tidemark.event.Address;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Place;
import dev.tidemark.event.SampleViews;
import dev.tidemark.event.Source;
import dev.tidemark.servers.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProcessedEventsTest {
  private static final Retry SOON = new Retry(Duration.ofMillis(5), Duration.ofMillis(100));
  private static final String PARTITIONS =
      "pg_inherits WHERE inhparent = 'processed_events'::regclass";

  private static Database database;
  private static int databases;

  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private Postgres postgres;

  @BeforeAll
  static void start() throws IOException {
    database = Database.start(null);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @BeforeEach
  void migrate() throws Exception {
    postgres = Sql.fresh(database, "events" + databases++);
    Migrations.apply(postgres);
  }

  @Test
  void everyColumnHoldsWhatItsNameSays() throws Exception {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    long time = micros(Instant.parse("2001-02-03T04:05:06.789012Z"));
    EnrichedView view =
        new EnrichedView(
            new PageView(
                "topic",
                3,
                4,
                5_006,
                time,
                "event_id",
                "event_type",
                "user_id",
                "url",
                "unused",
                "referrer",
                "user_agent",
                "unused",
                "session_id",
                "product_id",
                "store_id",
                "{\"headers\": 1}",
                "{\"properties\": \"🌊\"}"),
            new Address(
                "host",
                "path",
                "query",
                "utm_source",
                "utm_medium",
                "utm_campaign",
                "utm_term",
                "utm_content"),
            new Source("referrer_host", Source.Kind.SEARCH, "source_name"),
            new Place(
                "country_code",
                "country",
                "region",
                "city",
                1.5,
                -2.25,
                "time_zone",
                64_512L,
                "organisation"),
            new Client("browser", "browser_version", "operating_system", "device_class", true),
            "visitor_id",
            "ip");
    ProcessedEvents.add(rows, view, 7_000_008);
    write(rows);
    List<String> columns =
        ask(
            postgres,
            "SELECT attname FROM pg_attribute WHERE attrelid = 'processed_events'::regclass"
                + " AND attnum > 0 ORDER BY attnum");
    for (String column : columns) {
      String value =
          switch (column) {
            case "partition" -> "3";
            case "offset" -> "4";
            case "event_time" -> "2001-02-03 04:05:06.789012+00";
            case "kafka_time" -> "1970-01-01 00:00:05.006+00";
            case "processing_time" -> "1970-01-01 00:00:07.000008+00";
            case "source_class" -> "Search";
            case "latitude" -> "1.5";
            case "longitude" -> "-2.25";
            case "asn" -> "64512";
            case "is_bot" -> "t";
            case "headers" -> "{\"headers\": 1}";
            case "properties" -> "{\"properties\": \"🌊\"}";
            default -> column;
          };
      String quoted = '"' + column + '"';
      assertThat(ask(postgres, "SELECT " + quoted + " FROM processed_events"), is(List.of(value)));
    }
  }

  /** New rows are copied, and what is there already is found row by row: both write the same. */
  @Test
  void rowsThatAreThereAlreadyStayAndTheOthersJoinThem() throws Exception {
    List<EnrichedView> views = new ArrayList<>();
    Random chance = new Random(1);
    for (EnrichedView any : SampleViews.any(chance, 40)) {
      PageView page = any.view();
      views.add(
          new EnrichedView(
              new PageView(
                  "t",
                  0,
                  views.size(),
                  page.timestampMillis(),
                  page.eventMicros(),
                  chance.nextBoolean() ? "ü" + views.size() : null,
                  page.eventType(),
                  page.userId(),
                  page.url(),
                  page.host(),
                  page.referrer(),
                  page.userAgent(),
                  null,
                  page.sessionId(),
                  page.productId(),
                  page.storeId(),
                  chance.nextBoolean() ? "{}" : null,
                  chance.nextBoolean() ? "{\"a\": [1, \"€\"]}" : null),
              any.address(),
              any.source(),
              any.place(),
              any.client(),
              any.visitorId(),
              any.storedIp()));
    }
    String all = "SELECT * FROM processed_events ORDER BY \"offset\"";
    write(rows(views, 1));
    List<String> copied = ask(postgres, all);
    assertThat(copied.size(), is(40));

    run(postgres, "DELETE FROM processed_events WHERE \"offset\" >= 10");
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      // In the first batch some are there, in the second none, in the third all.
      assertThat(writer.write(rows(views.subList(5, 20), 1)), is(empty()));
      assertThat(writer.write(rows(views.subList(20, 30), 1)), is(empty()));
      assertThat(writer.write(rows(views.subList(0, 30), 2)), is(empty()));
      assertThat(writer.write(rows(views.subList(30, 40), 1)), is(empty()));
    }
    assertThat(ask(postgres, all), is(copied));
  }

  private static Rows rows(List<EnrichedView> views, long processingMicros) {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    views.forEach(view -> ProcessedEvents.add(rows, view, processingMicros));
    return rows;
  }

  @Test
  void timesAreExactToTheMicrosecondWhateverTheCentury() throws Exception {
    List<String> times =
        List.of(
            "0001-01-01T00:00:00.000001Z",
            "1969-12-31T23:59:59.999999Z",
            "2300-07-08T09:10:11.123457Z",
            "9999-12-31T23:59:59.999999Z");
    Rows rows = new Rows(ProcessedEvents.TABLE);
    for (int offset = 0; offset < times.size(); offset++) {
      ProcessedEvents.add(rows, view(offset, micros(Instant.parse(times.get(offset)))), 0);
    }
    write(rows);
    assertThat(
        ask(
            postgres,
            "SELECT to_char(event_time, 'YYYY-MM-DD\"T\"HH24:MI:SS.USZ') FROM processed_events"
                + " ORDER BY \"offset\""),
        is(times));
  }

  @Test
  void theDaysNearTodayAndTomorrowHavePartitionsOfTheirOwn() throws Exception {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    for (int daysAgo = 0; daysAgo < 5; daysAgo++) {
      ProcessedEvents.add(rows, view(daysAgo, noon(-daysAgo)), 0);
    }
    write(rows);
    assertThat(count(postgres, PARTITIONS), is(1L + 5 + 1));
    assertThat(count(postgres, "processed_events_default"), is(0L));
    assertThat(count(postgres, partition(-4)), is(1L));
    assertThat(count(postgres, partition(1)), is(0L));
  }

  @Test
  void hostileTimesMakeNoMoreTablesThanThereAreDaysNearToday() throws Exception {
    Random random = new Random(1);
    Rows rows = new Rows(ProcessedEvents.TABLE);
    for (int offset = 0; offset < 5_000; offset++) {
      ProcessedEvents.add(rows, view(offset, noon(random.nextInt(-30_000, 30_000))), 0);
    }
    for (int day = -100; day < 50; day++) {
      ProcessedEvents.add(rows, view(10_000 + day, noon(day)), 0);
    }
    write(rows);
    assertThat(count(postgres, "processed_events"), is(5_150L));
    assertThat(count(postgres, PARTITIONS), is(1L + 62 + 1 + 2));
  }

  @Test
  void aTimeThatPostgresqlCannotHoldIsRefusedAlone() throws Exception {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    ProcessedEvents.add(rows, view(1, noon(0)), 0);
    ProcessedEvents.add(rows, view(2, Long.MIN_VALUE), 0);
    ProcessedEvents.add(rows, view(3, Long.MAX_VALUE), 0);
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      assertThat(
          writer.write(rows).stream().map(refused -> rows.get(refused.row(), "offset")).toList(),
          is(List.of(2L)));
    }
    assertThat(count(postgres, "processed_events"), is(2L));
  }

  @Test
  void writersThatMeetANewDayTogetherMakeItsPartitionOnce() throws Exception {
    int writers = 8;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      int first = i * 1_000;
      all.add(
          threads.submit(
              () -> {
                try (RowWriter writer = new RowWriter(postgres, SOON)) {
                  for (int day = -20; day <= 2; day++) {
                    Rows rows = new Rows(ProcessedEvents.TABLE);
                    ProcessedEvents.add(rows, view(first + day, noon(day)), 0);
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
    assertThat(count(postgres, "processed_events"), is(8L * 23));
    assertThat(count(postgres, PARTITIONS), is(1L + 23));
    assertThat(count(postgres, "processed_events_default"), is(0L));
  }

  @Test
  void eventsThatCameBeforeTheirDayHadAPartitionMoveIntoIt() throws Exception {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    ProcessedEvents.add(rows, view(1, noon(-3)), 0);
    try (RowWriter writer = new RowWriter(postgres, SOON);
        var reader = postgres.connect();
        var statement = reader.createStatement()) {
      // Whoever reads the default partition must not hold up the writer.
      reader.setAutoCommit(false);
      statement.execute("SELECT 1 FROM processed_events_default");
      assertThat(writer.write(rows), is(empty()));
      assertThat(count(postgres, "processed_events_default"), is(1L));
      reader.rollback();
    }
    ProcessedEvents.add(rows, view(2, noon(-3)), 0);
    write(rows);
    assertThat(count(postgres, "processed_events_default"), is(0L));
    assertThat(count(postgres, partition(-3)), is(2L));
  }

  @Test
  void aRecordThatIsWrittenAgainStaysOnce() throws Exception {
    for (int time = 0; time < 3; time++) {
      Rows rows = new Rows(ProcessedEvents.TABLE);
      ProcessedEvents.add(rows, view(1, noon(0)), time);
      ProcessedEvents.add(rows, view(1, noon(0)), time + 1);
      write(rows);
    }
    assertThat(
        ask(postgres, "SELECT processing_time FROM processed_events"),
        is(List.of("1970-01-01 00:00:00+00")));
  }

  @Test
  void aUserWithTheRoleOfTheWriterNeedsNoMore() throws Exception {
    run(postgres, "CREATE ROLE stream LOGIN PASSWORD 'secret' IN ROLE tidemark_writer");
    Rows rows = new Rows(ProcessedEvents.TABLE);
    ProcessedEvents.add(rows, view(1, noon(0)), 0);
    try (RowWriter writer = new RowWriter(Postgres.at(postgres.url(), "stream", "secret"), SOON)) {
      assertThat(writer.write(rows), is(empty()));
    }
    assertThat(count(postgres, partition(0)), is(1L));
  }

  @Test
  void theIndexesServeTheLatestEventsOfAllAndOfOneHost() throws Exception {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    for (int offset = 0; offset < 5_000; offset++) {
      ProcessedEvents.add(rows, view(offset, noon(0) + offset), 0);
    }
    write(rows);
    run(postgres, "ANALYZE processed_events");
    String latest = "EXPLAIN SELECT * FROM processed_events %s ORDER BY event_time DESC LIMIT 50";
    String host = partition(0) + "_host_event_time_idx";
    assertThat(
        String.join(" ", ask(postgres, latest.formatted(""))), not(containsString("->  Sort")));
    assertThat(
        String.join(" ", ask(postgres, latest.formatted("WHERE host = 'host7'"))),
        containsString(host));
  }

  private void write(Rows rows) throws SQLException, InterruptedException {
    try (RowWriter writer = new RowWriter(postgres, SOON)) {
      assertThat(writer.write(rows), is(empty()));
    }
  }

  private static EnrichedView view(long offset, long micros) {
    String host = "host" + offset % 100;
    return new EnrichedView(
        new PageView(
            "t",
            0,
            offset,
            0,
            micros,
            null,
            PageView.PAGE_VIEW,
            null,
            "/",
            null,
            "",
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        new Address(host, "/", null, null, null, null, null, null),
        new Source("", Source.Kind.DIRECT, null),
        Place.UNKNOWN,
        Client.UNKNOWN,
        "visitor",
        null);
  }

  private String partition(int day) {
    return "processed_events_" + today.plusDays(day).toString().replace("-", "");
  }

  private long noon(int day) {
    return micros(today.plusDays(day).atTime(12, 0).toInstant(ZoneOffset.UTC));
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
