package dev.tidemark.station.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.station.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** {@code /api/health*} of a stream that is well, or of one whose books do not balance. */
final class FixtureHealth implements Routes {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was asked to be replayed, as it was sent. */
  final List<JsonNode> replayed = new CopyOnWriteArrayList<>();

  private volatile boolean troubled;
  private final boolean empty;

  FixtureHealth(boolean empty) {
    this.empty = empty;
  }

  /** From now on records are missing, a partition lags and Kafka is away. */
  void trouble() {
    troubled = true;
  }

  boolean isEmpty() {
    return empty;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/health", context -> context.json(health()));
    routes.get("/api/health/dead", this::dead);
    routes.post("/api/health/dead/replay", this::replay);
  }

  private Map<String, Object> health() {
    Map<String, Object> answer = new LinkedHashMap<>();
    Instant now = Instant.now();
    answer.put("at", FixtureApi.text(now));
    answer.put("ledger", ledger());
    answer.put("partitions", IntStream.range(0, 4).mapToObj(p -> partition(p, now)).toList());
    answer.put(
        "freshness",
        Map.of("p50Seconds", 2.4, "p99Seconds", 7.9, "samples", 51234, "sinceMinutes", 60));
    answer.put("deadLetters", deadLetters(now));
    answer.put("lateEvents", Map.of("total", empty ? 0 : 1874));
    answer.put("reopenedWindows", empty ? 0 : 12);
    answer.put("job", empty ? null : job(now));
    answer.put("checkpoints", empty ? List.of() : checkpoints(now));
    answer.put(
        "intake",
        Map.of("accepted", 48210, "refused", Map.of("TOO_FAST", empty ? 0 : 17, "NOT_JSON", 0)));
    answer.put(
        "kafka",
        troubled
            ? Map.of("ok", false, "address", "127.0.0.1:9092", "error", "No broker answers")
            : Map.of("ok", true, "address", "127.0.0.1:9092"));
    answer.put("postgres", Map.of("ok", true, "address", "127.0.0.1:5432/tidemark"));
    return answer;
  }

  private Map<String, Object> ledger() {
    if (empty) {
      return Map.of(
          "read",
          0,
          "counted",
          0,
          "late",
          0,
          "duplicate",
          0,
          "dead",
          0,
          "bot",
          0,
          "balanced",
          true,
          "gaps",
          List.of());
    }
    long read = troubled ? 4_812_377 : 4_812_345;
    List<Map<String, Object>> gaps =
        troubled
            ? List.of(Map.of("topic", "web_events", "partition", 2, "from", 120_000, "to", 120_032))
            : List.of();
    return Map.of(
        "read",
        read,
        "counted",
        4_807_213,
        "late",
        1874,
        "duplicate",
        3011,
        "dead",
        247,
        "bot",
        391_022,
        "balanced",
        !troubled,
        "gaps",
        gaps);
  }

  private Map<String, Object> partition(int number, Instant now) {
    Map<String, Object> row = new LinkedHashMap<>();
    long lag = troubled && number == 2 ? 48_213 : 17L + number * 5L;
    boolean idle = number == 3;
    row.put("topic", "web_events");
    row.put("partition", number);
    row.put("endOffset", 1_203_100L + number * 311L);
    row.put("nextOffset", 1_203_100L + number * 311L - (idle ? 0 : lag));
    row.put("lag", idle ? 0 : lag);
    row.put("watermark", FixtureApi.text(now.minus(Duration.ofSeconds(61 + number))));
    row.put("behindSeconds", 61 + number);
    row.put("idle", idle);
    return row;
  }

  private Map<String, Object> deadLetters(Instant now) {
    if (empty) {
      return Map.of("total", 0, "byFailure", List.of());
    }
    return Map.of(
        "total",
        247,
        "byFailure",
        List.of(
            failure("NOT_JSON", 180, "The value is not JSON by RFC 8259.", now),
            failure("NO_URL", 61, "No field that could be the URL holds a text.", now),
            failure("IMPLAUSIBLE_EVENT_TIME", 6, "The event time lies too far ahead.", now)));
  }

  private static Map<String, Object> failure(String name, long count, String meaning, Instant now) {
    return Map.of(
        "failure",
        name,
        "stage",
        "PARSE",
        "count",
        count,
        "meaning",
        meaning,
        "lastSeen",
        FixtureApi.text(now.minusSeconds(count)));
  }

  private static Map<String, Object> job(Instant now) {
    return Map.of(
        "runner",
        "FlinkRunner",
        "state",
        "RUNNING",
        "id",
        "7f3c1d0a9be2",
        "since",
        FixtureApi.text(now.minus(Duration.ofHours(31))),
        "restarts",
        1);
  }

  private static List<Map<String, Object>> checkpoints(Instant now) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      rows.add(
          Map.of(
              "number",
              1042 - i,
              "at",
              FixtureApi.text(now.minusSeconds(4 + 10L * i)),
              "bytes",
              1_843_200 + 70_000 * (i % 3),
              "milliseconds",
              38 + 9 * (i % 4)));
    }
    return rows;
  }

  private void dead(Context context) {
    String failure = context.queryParam("failure");
    List<String> payloads =
        List.of(
            "{\"event_time\": \"2026-01-09T23:50:03Z\", \"url\": \"https://shop.example/\",}",
            "<script>window.hacked=1</script>\u0000\u202E\u0007 not json",
            "x".repeat(4000));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("topic", "web_events");
      row.put("partition", i);
      row.put("offset", 88_001 + i);
      row.put("kafkaTime", FixtureApi.text(Instant.now().minusSeconds(300)));
      row.put("seenAt", FixtureApi.text(Instant.now().minusSeconds(299)));
      row.put("stage", "PARSE");
      row.put("failure", failure);
      row.put("detail", "Unexpected <b>character</b> at byte " + (70 + i));
      row.put("payload", payloads.get(i));
      row.put("payloadTruncated", i == 2);
      rows.add(row);
    }
    context.json(Map.of("rows", rows));
  }

  private void replay(Context context) throws IOException {
    if (!"1".equals(context.header("X-Tidemark"))) {
      throw new ForbiddenResponse("The header X-Tidemark is missing");
    }
    JsonNode body = JSON.readTree(context.bodyAsBytes());
    replayed.add(body);
    context.json(Map.of("replayed", body.has("failure") ? 180 : body.get("records").size()));
  }
}
