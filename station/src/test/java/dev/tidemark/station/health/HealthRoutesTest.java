package dev.tidemark.station.health;

import static dev.tidemark.station.Installation.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.event.Lateness;
import dev.tidemark.station.Installation;
import dev.tidemark.station.pulse.Heart;
import dev.tidemark.station.web.Json;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.WebServer;
import dev.tidemark.station.web.ingest.Counts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthRoutesTest {
  private static final Job JOB =
      new Job(
          "Flink",
          "RUNNING",
          "abc",
          Instant.parse("2026-01-09T12:00:00Z"),
          1,
          List.of(new Checkpoint(9, Instant.parse("2026-01-09T12:00:10Z"), 4096, 12)));

  private static Installation ground;
  private static Heart heart;
  private static WebServer server;

  @BeforeAll
  static void start() throws Exception {
    ground = Installation.start();
    ground.broker().createTopic("events", 3);
    heart =
        new Heart(
            ground.postgres(), ground.kafka(), "events", Lateness.DEFAULT, Duration.ofSeconds(60));
    heart.start();
    eventually(heart::latest, Optional::isPresent);
    server =
        WebServer.start(
            CommandLine.populateCommand(new WebOptions(), "--port=0"),
            List.of(
                new HealthRoutes(
                    heart,
                    ground.postgres(),
                    ground.kafka(),
                    () -> Optional.of(JOB),
                    new Counts())));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    heart.close();
    ground.close();
  }

  @BeforeEach
  void empty() throws Exception {
    if (!ground.isClosed()) {
      ground.run("TRUNCATE ledger, dead_letters, processed_events");
    }
  }

  @Test
  @Order(1)
  void theBooksTheLagTheFailuresAndTheJobAreTold() throws Exception {
    ground.produce("events", 2, "a", "b", "c", "d", "e");
    ground.enter("events", 2, 0, 3, 2, 1, 0, 1, "2026-01-09 12:00:00Z");
    ground.dead("events", 2, 2, "NOT_JSON", "{");
    eventually(heart::latest, pulse -> pulse.orElseThrow().read() == 4);
    JsonNode health = eventually(() -> health(), all -> all.at("/ledger/read").asLong() == 4);
    assertThat(
        health.get("ledger").toString(),
        is(
            "{\"read\":4,\"counted\":2,\"late\":1,\"duplicate\":0,\"dead\":1,\"bot\":0,"
                + "\"balanced\":true,\"gaps\":[]}"));
    assertThat(health.at("/partitions/2/lag").asLong(), is(1L));
    assertThat(health.at("/partitions/2/behindSeconds").isNumber(), is(true));
    assertThat(health.at("/deadLetters/total").asLong(), is(1L));
    assertThat(
        health.at("/deadLetters/byFailure/0/meaning").asText(), containsString("is not JSON"));
    assertThat(health.at("/lateEvents/total").asLong(), is(1L));
    assertThat(health.at("/job/state").asText(), is("RUNNING"));
    assertThat(health.at("/checkpoints/0/number").asLong(), is(9L));
    assertThat(
        health.get("intake").toString(),
        is(
            "{\"accepted\":0,\"refused\":{\"FOREIGN_ORIGIN\":0,\"TOO_FAST\":0,\"TOO_LARGE\":0,"
                + "\"WRONG_TYPE\":0,\"NOT_JSON\":0,\"NOT_AN_EVENT\":0,\"NOT_ACKNOWLEDGED\":0}}"));
    assertThat(health.at("/kafka/ok").asBoolean(), is(true));
    assertThat(health.at("/postgres/ok").asBoolean(), is(true));
  }

  @Test
  @Order(1)
  void aRowThatDoesNotAddUpIsNoBalance() throws Exception {
    ground.enter("events", 0, 0, 3, "2026-01-09 12:00:00Z");
    ground.run("UPDATE ledger SET read = 5");
    eventually(() -> health(), all -> all.at("/ledger/read").asLong() == 5);
    assertThat(health().at("/ledger/balanced").asBoolean(), is(false));
  }

  @Test
  @Order(1)
  void offsetsThatKafkaHoldsAndTheLedgerLacksAreAGapAndThoseOfMarksAreNot() throws Exception {
    // The records end at 9,998, the mark of the transaction is 9,999, and 10,000 is a record.
    String[] many = new String[9_999];
    Arrays.fill(many, "x");
    ground.produceInTransaction("events", 1, true, many);
    ground.produce("events", 1, "y");
    ground.enter("events", 1, 0, 9_998, "2026-01-09 12:00:00Z");
    ground.enter("events", 1, 10_000, 10_000, "2026-01-09 12:00:00Z");
    JsonNode marks = eventually(() -> health(), all -> all.at("/ledger/read").asLong() == 10_000);
    assertThat(marks.get("ledger").toString(), marks.at("/ledger/balanced").asBoolean(), is(true));
    ground.run("UPDATE ledger SET last_offset = 9990, read = 9991, counted = 9991 WHERE read > 1");
    JsonNode gap = eventually(() -> health(), all -> all.at("/ledger/read").asLong() == 9_992);
    assertThat(gap.at("/ledger/balanced").asBoolean(), is(false));
    assertThat(
        gap.at("/ledger/gaps").toString(),
        is("[{\"topic\":\"events\",\"partition\":1,\"from\":9991,\"to\":10000}]"));
  }

  @Test
  @Order(1)
  void freshnessIsFromTheEventToItsRow() throws Exception {
    ground.run(
        """
        INSERT INTO processed_events (topic, partition, "offset", event_time, event_type,
          kafka_time, processing_time, url, host, referrer, referrer_host, source_class, is_bot)
        SELECT 'events', 0, n, t, 'page_view', t, t + CASE WHEN n <= 95 THEN interval '2 seconds'
            ELSE interval '30 seconds' END, '', '', '', '', 'DIRECT', false
        FROM generate_series(1, 100) n, LATERAL (SELECT now() - n * interval '5 seconds'
          - interval '30 seconds' AS t) AS times""");
    JsonNode health = eventually(() -> health(), all -> all.at("/freshness/samples").asLong() > 0);
    assertThat(health.at("/freshness/samples").asLong(), is(100L));
    assertThat(health.at("/freshness/p50Seconds").asDouble(), is(closeTo(2, 0.01)));
    assertThat(health.at("/freshness/p99Seconds").asDouble(), is(closeTo(30, 0.01)));
  }

  @Test
  @Order(1)
  void deadLettersComeNewestFirstPageByPage() throws Exception {
    for (int offset = 0; offset < 5; offset++) {
      ground.dead("events", 0, offset, offset == 3 ? "NO_URL" : "NOT_JSON", "<b>\u202e" + offset);
    }
    JsonNode first = get("/api/health/dead?failure=NOT_JSON&limit=3");
    assertThat(first.get("rows").findValuesAsText("offset"), is(List.of("4", "2", "1")));
    assertThat(first.at("/rows/0/payload").asText(), is("<b>\u202e4"));
    JsonNode second =
        get("/api/health/dead?failure=NOT_JSON&limit=3&before=" + first.get("next").asText());
    assertThat(second.get("rows").findValuesAsText("offset"), is(List.of("0")));
    assertThat(second.get("next").isNull(), is(true));
  }

  @Test
  @Order(1)
  void aPayloadTooLongToShowIsCutAndSaysSo() throws Exception {
    ground.dead("events", 0, 1, "NOT_JSON", "x".repeat(100_000));
    JsonNode row = get("/api/health/dead").at("/rows/0");
    assertThat(row.get("payloadTruncated").asBoolean(), is(true));
    assertThat(row.get("payload").asText().length(), is(16_384));
  }

  @Test
  @Order(1)
  void aRepairedRecordIsSentAgain() throws Exception {
    ground.dead("events", 0, 1, "NOT_JSON", "{");
    String record = "{\"records\":[{\"topic\":\"events\",\"partition\":0,\"offset\":1}],";
    assertThat(
        post(record + "\"payload\":\"{\\\"fixed\\\":1}\"}").body(),
        containsString("\"replayed\":1,\"skipped\":0"));
    assertThat(
        ground.records("events", 0).stream()
            .map(sent -> new String(sent.value(), UTF_8))
            .toList()
            .contains("{\"fixed\":1}"),
        is(true));
    assertThat(health().at("/deadLetters/byFailure/0/replayed").asLong(), is(1L));
  }

  @Test
  @Order(1)
  void aReplayThatCannotSucceedWarns() throws Exception {
    ground.dead("events", 0, 1, "NOT_JSON", "{");
    assertThat(
        post("{\"failure\":\"NOT_JSON\"}").body(), containsString("unless the record is repaired"));
  }

  @Test
  @Order(1)
  void aReplayFromAnotherSiteIsRefused() throws Exception {
    HttpResponse<String> refused =
        HttpClient.newHttpClient()
            .send(
                request("/api/health/dead/replay")
                    .POST(BodyPublishers.ofString("{\"failure\":\"NOT_JSON\"}"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(refused.statusCode(), is(403));
  }

  @ParameterizedTest
  @Order(1)
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"failure":"SUNDAY"}                                    | no such failure
          {"records":[]}                                          | 1 to 1000 records
          {"records":[{"topic":"a","partition":"x","offset":1}]}  | lacks its topic
          {"failure":"NOT_JSON","payload":"{}"}                   | belongs to one record
          [1]                                                     | no JSON object
          {                                                       | no JSON object
          """)
  void aMistakenReplayIsRefusedWithARemedy(String body, String said) throws Exception {
    HttpResponse<String> answer = post(body);
    assertThat(answer.statusCode(), is(400));
    assertThat(Json.mapper().readTree(answer.body()).get("error").asText(), containsString(said));
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"limit=0", "limit=x", "failure=SUNDAY", "before=x", "sort=up"})
  void aMistakenQuestionIsRefused(String query) throws Exception {
    assertThat(send("/api/health/dead?" + query).statusCode(), is(400));
  }

  @Test
  @Order(2)
  void aDatabaseThatIsAwayIsToldAndTheRestGoesOn() throws Exception {
    ground.stopDatabase();
    JsonNode health = eventually(() -> health(), all -> all.get("ledger").isNull());
    assertThat(health.at("/postgres/ok").asBoolean(), is(false));
    assertThat(health.at("/postgres/error").asText(), containsString("PostgreSQL at"));
    assertThat(health.at("/job/state").asText(), is("RUNNING"));
    assertThat(send("/api/health/dead").statusCode(), is(503));
  }

  private static JsonNode health() {
    try {
      return get("/api/health");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send(path);
    assertThat(answer.body(), answer.statusCode(), is(200));
    return Json.mapper().readTree(answer.body());
  }

  private static HttpResponse<String> send(String path) throws Exception {
    return HttpClient.newHttpClient().send(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            request("/api/health/dead/replay")
                .header("X-Tidemark", "1")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }
}
