package dev.tidemark.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.event.Failure;
import dev.tidemark.event.Field;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What the parser made of a record that lies between bytes of others. */
record Parsed(
    Failure failure, String detail, long eventMicros, Map<Field, String> fields, int replaced) {

  /** Bytes that would end any JSON that lacks its end, were they read. */
  private static final byte[] BEHIND = "\"}]}0e1,\"url\":1}".getBytes(UTF_8);

  private static final int BEFORE = 5;

  static final long NO_TIMESTAMP = -1;

  static Parsed of(String json) {
    return of(FieldMap.standard(), json);
  }

  static Parsed of(FieldMap fields, String json) {
    return of(new EventParser(fields, Limits.DEFAULT), json.getBytes(UTF_8));
  }

  /** An event with the members that every event needs, and these before them. */
  static Parsed event(String members) {
    return event(FieldMap.standard(), members);
  }

  static Parsed event(FieldMap fields, String members) {
    return of(fields, "{" + members + ",\"event_time\":1767225600,\"url\":\"/\"}");
  }

  static Parsed of(EventParser parser, byte[] json) {
    return of(parser, json, NO_TIMESTAMP);
  }

  static Parsed of(EventParser parser, byte[] json, long timestampMillis) {
    byte[] bytes = new byte[BEFORE + json.length + BEHIND.length];
    Arrays.fill(bytes, 0, BEFORE, (byte) '{');
    System.arraycopy(json, 0, bytes, BEFORE, json.length);
    System.arraycopy(BEHIND, 0, bytes, BEFORE + json.length, BEHIND.length);
    boolean event = parser.parse(bytes, BEFORE, BEFORE + json.length, timestampMillis);
    if (event != (parser.failure() == null) || event != (parser.detail() == null)) {
      throw new AssertionError("an event and a failure at once: " + parser.detail());
    }
    Map<Field, String> fields = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      if (parser.has(field)) {
        fields.put(
            field,
            new String(parser.source(field), parser.start(field), parser.length(field), UTF_8));
      }
    }
    return new Parsed(
        parser.failure(),
        parser.detail(),
        event ? parser.eventMicros() : 0,
        fields,
        parser.replaced());
  }

  String get(Field field) {
    return fields.get(field);
  }
}
