package dev.tidemark.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the golden file: a record, what it is meant to provoke, and what shall become of it.
 *
 * <p>The value stands in the line as {@code event} (a JSON object), {@code value} (exact text),
 * {@code base64} (exact bytes) or {@code tombstone}. A placeholder <code>{{name}}</code> in it is
 * replaced by what {@code repeat} says: {@code "repeat":{"name":["text",times]}}.
 *
 * @param fate {@code COUNTED}, {@code LATE} or the name of a failure
 */
record GoldenLine(TopicRecord record, String note, String fate) {

  static final Path DIRECTORY = Path.of("src/test/resources/golden");

  private static final JsonMapper JSON = new JsonMapper();

  /** The golden file; the offset of a record is its place among the lines of its partition. */
  static List<GoldenLine> readAll() {
    Map<Integer, Long> nextOffsets = new HashMap<>();
    List<GoldenLine> lines = new ArrayList<>();
    try {
      for (String text : Files.readAllLines(DIRECTORY.resolve("events.ndjson"))) {
        JsonNode line = JSON.readTree(text);
        int partition = line.required("partition").intValue();
        long offset = nextOffsets.merge(partition, 1L, Long::sum) - 1;
        lines.add(read(line, partition, offset));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static GoldenLine read(JsonNode line, int partition, long offset) throws IOException {
    TopicRecord record =
        new TopicRecord(
            partition,
            offset,
            Instant.parse(line.required("timestamp").textValue()),
            line.has("key") ? line.get("key").textValue().getBytes(UTF_8) : null,
            headers(line.path("headers")),
            value(line));
    return new GoldenLine(
        record, line.required("note").textValue(), line.path("expect").asText("COUNTED"));
  }

  private static Map<String, String> headers(JsonNode node) {
    Map<String, String> headers = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
    return headers;
  }

  private static byte[] value(JsonNode line) throws IOException {
    if (line.path("tombstone").booleanValue()) {
      return null;
    }
    if (line.has("base64")) {
      return Base64.getDecoder().decode(line.get("base64").textValue());
    }
    String text =
        line.has("event")
            ? JSON.writeValueAsString(line.get("event"))
            : line.required("value").textValue();
    for (Map.Entry<String, JsonNode> repeat : line.path("repeat").properties()) {
      String unit = repeat.getValue().get(0).textValue();
      int times = repeat.getValue().get(1).intValue();
      text = text.replace("{{" + repeat.getKey() + "}}", unit.repeat(times));
    }
    return text.getBytes(UTF_8);
  }
}
