package dev.tidemark.station.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.event.Failure;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import dev.tidemark.station.web.Json;
import dev.tidemark.station.web.Refusal;
import dev.tidemark.station.web.Routes;
import dev.tidemark.write.Postgres;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Shows dead letters and sends them again. */
final class DeadRoutes implements Routes {

  private static final int MOST_ROWS = 1_000;
  private static final int MOST_RECORDS = 1_000;
  private static final int MOST_AT_ONCE = 10_000;
  private static final int MOST_CHARACTERS = 16 << 10;

  private final DeadLetters letters;
  private final Postgres database;
  private final KafkaSettings kafka;
  private final Findings findings;

  DeadRoutes(Postgres database, KafkaSettings kafka, Findings findings) {
    this.letters = new DeadLetters(database);
    this.database = database;
    this.kafka = kafka;
    this.findings = findings;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/health/dead", answering(this::list));
    routes.post("/api/health/dead/replay", answering(this::replay));
  }

  private static Handler answering(Handler handler) {
    return context -> {
      try {
        handler.handle(context);
      } catch (UserError broker) {
        // A mistake in the request is one already; what else the user mends is a server's trouble.
        throw broker.isUsage() ? broker : new Refusal(503, broker.getMessage(), broker.remedy());
      } catch (SQLException away) {
        throw new Refusal(503, firstLine(away), "Try again when the database answers.");
      }
    };
  }

  static String firstLine(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("PostgreSQL failed");
  }

  private void list(Context context) throws SQLException {
    if (!Set.of("failure", "limit", "before").containsAll(context.queryParamMap().keySet())) {
      throw UserError.inUsage(
          "Only failure, limit and before can be asked for.", "Leave the other parameters out.");
    }
    String failure = context.queryParam("failure");
    Failure wanted = failure == null || failure.isEmpty() ? null : failure(failure);
    int limit = limit(context.queryParam("limit"));
    Optional<DeadLetters.Place> after =
        Optional.ofNullable(context.queryParam("before"))
            .filter(token -> !token.isEmpty())
            .map(DeadRoutes::place);
    List<DeadRecord> rows = letters.newest(Selection.of(wanted), after, limit);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("rows", rows.stream().map(DeadRoutes::row).toList());
    answer.put("next", rows.size() < limit ? null : token(rows.get(rows.size() - 1)));
    context.json(answer);
  }

  private static int limit(String text) {
    try {
      int limit = text == null ? 20 : Integer.parseInt(text);
      if (limit >= 1 && limit <= MOST_ROWS) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, as for a number that is out of range.
    }
    throw UserError.inUsage("limit is no number from 1 to 1000.", "Ask for limit=20.");
  }

  private static Failure failure(String name) {
    return Arrays.stream(Failure.values())
        .filter(failure -> failure.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.inUsage(
                    "There is no such failure.",
                    "Ask for one of " + Arrays.toString(Failure.values()) + "."));
  }

  private static Map<String, Object> row(DeadRecord record) {
    String text = record.text();
    boolean truncated = text.length() > MOST_CHARACTERS;
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("topic", record.id().topic());
    row.put("partition", record.id().partition());
    row.put("offset", record.id().offset());
    row.put("kafkaTime", record.kafkaTime());
    row.put("seenAt", record.seenAt());
    row.put("stage", record.stage());
    row.put("failure", record.failure());
    row.put("detail", record.detail());
    row.put("payload", truncated ? text.substring(0, MOST_CHARACTERS) : text);
    row.put("payloadTruncated", truncated);
    row.put("replayedAt", record.replayedAt());
    row.put("replayedOffset", record.replayedOffset());
    row.put("replayable", record.isReplayable());
    return row;
  }

  private static String token(DeadRecord last) {
    return last.seenAt() + "/" + last.id();
  }

  private static DeadLetters.Place place(String token) {
    String[] parts = token.split("/", 2);
    try {
      return new DeadLetters.Place(Instant.parse(parts[0]), RecordId.parse(parts[1]));
    } catch (RuntimeException unreadable) {
      throw UserError.inUsage("before is no place in the list.", "Take next of a page before.");
    }
  }

  private void replay(Context context) throws SQLException {
    if (!"1".equals(context.header("X-Tidemark"))) {
      throw new Refusal(
          403,
          "The header X-Tidemark is missing.",
          "Send X-Tidemark: 1, which no other site can do in somebody's name.");
    }
    JsonNode body = body(context);
    Selection selection = selection(body);
    JsonNode payload = body.path("payload");
    if (payload.isTextual() && selection.records().size() != 1) {
      throw UserError.inUsage(
          "A repaired payload belongs to one record.", "Name exactly one record with it.");
    }
    Function<DeadRecord, byte[]> repair =
        payload.isTextual() ? record -> payload.asText().getBytes(UTF_8) : DeadRecord::payload;
    Replay.Outcome outcome =
        new Replay(database, kafka).run(selection, repair, MOST_AT_ONCE, sent -> {});
    findings.forget();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("replayed", outcome.replayed());
    answer.put("skipped", outcome.skipped());
    answer.put("inDoubt", outcome.inDoubt());
    answer.put("warning", selection.failure() == null ? null : Remedy.warning(selection.failure()));
    context.json(answer);
  }

  private static JsonNode body(Context context) {
    try {
      JsonNode body = Json.mapper().readTree(context.body());
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException unreadable) {
      // Said below, as for JSON that is no object.
    }
    throw UserError.inUsage("The body is no JSON object.", "Send {\"failure\": \"NO_URL\"}.");
  }

  private static Selection selection(JsonNode body) {
    JsonNode failure = body.path("failure");
    JsonNode records = body.path("records");
    if (failure.isTextual() && records.isMissingNode()) {
      return Selection.of(failure(failure.asText()));
    }
    if (!records.isArray() || records.isEmpty() || records.size() > MOST_RECORDS) {
      throw UserError.inUsage(
          "Neither a failure nor 1 to %d records are named.".formatted(MOST_RECORDS),
          "Send {\"failure\": \"NO_URL\"} or {\"records\": [{\"topic\": …, \"partition\": …,"
              + " \"offset\": …}]}.");
    }
    List<RecordId> ids = new ArrayList<>();
    for (JsonNode record : records) {
      if (!record.path("topic").isTextual()
          || !record.path("partition").canConvertToInt()
          || !record.path("offset").canConvertToLong()) {
        throw UserError.inUsage(
            "A record lacks its topic, partition or offset.", "Name all three of each record.");
      }
      ids.add(
          new RecordId(
              record.get("topic").asText(),
              record.get("partition").asInt(),
              record.get("offset").asLong()));
    }
    return Selection.of(ids);
  }
}
