package dev.tidemark.station.web.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import dev.tidemark.station.web.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Adds what the browser does not know, and lets through only what the pipeline can count: it is
 * asked with the pipeline's own parser.
 */
final class Completion {

  static final int LARGEST_EVENT = 64 << 10;
  static final int LONGEST_TEXT = 8 << 10;
  private static final int LONGEST_USER_AGENT = 2 << 10;

  private static final List<String> ADDRESS = List.of("ip", "ip_address", "remote_ip");
  private static final List<String> AGENT = List.of("user_agent", "userAgent", "ua");
  private static final List<String> TIME =
      List.of("event_time", "timestamp", "time_stamp", "ts", "time");
  private static final List<String> ID = List.of("event_id", "id");
  private static final List<String> USER = List.of("user_id", "user", "userId", "device_id");

  private static final ThreadLocal<EventParser> PARSER =
      ThreadLocal.withInitial(() -> new EventParser(FieldMap.standard(), Limits.DEFAULT));

  private Completion() {}

  /**
   * A record for the topic.
   *
   * @param key what brings an event that is sent again into the partition that knows it
   */
  record Message(byte[] key, byte[] value) {}

  /**
   * @param which how a refusal calls the event
   */
  static Message of(ObjectNode event, Sender sender, String which) {
    checkTexts(event, "", which);
    JsonNode key = first(event, ID) == null ? first(event, USER) : first(event, ID);
    if (!sender.trusted()) {
      event.remove(ADDRESS);
    }
    addIfMissing(event, ADDRESS, sender.address().getHostAddress());
    addIfMissing(event, AGENT, cut(sender.userAgent()));
    addIfMissing(event, TIME, Json.time(sender.arrival()));
    byte[] value = checked(event, sender, which);
    return new Message(key == null ? null : key.asText().getBytes(UTF_8), value);
  }

  private static byte[] checked(ObjectNode event, Sender sender, String which) {
    byte[] value = bytes(event);
    EventParser parser = PARSER.get();
    if (!parser.parse(value, 0, value.length, -1)) {
      throw new Refused(
          Reason.NOT_AN_EVENT,
          422,
          which + ": " + parser.detail(),
          "An event needs a url; its event_time is ISO 8601, or left to the server.");
    }
    if (parser.eventMicros() > (sender.arrival().toEpochMilli() + 1) * 1_000) {
      // A clock that is fast would move the watermark, and make late what others send in time.
      JsonNode given = event.get("event_time");
      if (given != null) {
        event.set("sent_event_time", given);
      }
      event.put("event_time", Json.time(sender.arrival()));
      value = bytes(event);
    }
    if (value.length > LARGEST_EVENT) {
      throw tooLarge(which + " is longer than " + (LARGEST_EVENT >> 10) + " KiB");
    }
    return value;
  }

  private static byte[] bytes(ObjectNode event) {
    try {
      return EventBody.JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was read as JSON cannot be written", impossible);
    }
  }

  private static void checkTexts(JsonNode node, String path, String which) {
    if (node.isTextual() && node.textValue().length() > LONGEST_TEXT) {
      throw tooLarge(which + ": " + path + " is longer than 8,192 characters");
    }
    Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      String name = field.getKey();
      if (name.length() > LONGEST_TEXT) {
        throw tooLarge(which + ": a name is longer than 8,192 characters");
      }
      checkTexts(field.getValue(), path.isEmpty() ? name : path + "." + name, which);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      checkTexts(node.get(i), path + "[" + i + "]", which);
    }
  }

  private static Refused tooLarge(String error) {
    return new Refused(Reason.TOO_LARGE, 413, error, "Send less of it.");
  }

  private static JsonNode first(ObjectNode event, List<String> names) {
    for (String name : names) {
      JsonNode value = event.get(name);
      if (value != null && value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
        return value;
      }
    }
    return null;
  }

  private static void addIfMissing(ObjectNode event, List<String> names, String value) {
    if (value != null && first(event, names) == null) {
      event.put(names.get(0), value);
    }
  }

  private static String cut(String userAgent) {
    return userAgent == null || userAgent.length() <= LONGEST_USER_AGENT
        ? userAgent
        : userAgent.substring(0, LONGEST_USER_AGENT);
  }
}
