package dev.tidemark.parse;

import java.util.Random;

/**
 * Writes valid JSON of every kind, one text a seed: white space, escapes, odd characters, depth.
 */
final class RandomJson {
  private static final String[] NAMES = {
    "event_id",
    "id",
    "event_type",
    "type",
    "user_id",
    "user",
    "userId",
    "device_id",
    "page_url",
    "page",
    "host",
    "referrer",
    "referer",
    "referrer_url",
    "user_agent",
    "ua",
    "ip",
    "ip_address",
    "session_id",
    "product_id",
    "store_id",
    "timestamp",
    "a",
    "b",
    "c",
    "client",
    "meta",
    "http",
    "unknown",
    "a name much longer than two words",
    "ünicode",
    "",
    "x.y",
  };

  private static final String[] HEADER_NAMES = {
    "host", "referer", "user-agent", "accept", "x-session", "cookie"
  };

  private static final String[] PIECES = {
    "a", "Z", "0", " ", "-", "/", "text that fills more than a word", "é", "€", "😀", "\u007f",
    "\uffff", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0041", "\\u00e9",
    "\\u20AC", "\\ud83d\\ude00", "\\u0000", "\\ud800", "\\udfff", "\\ud83d\\ud83d\\ude00",
  };

  private final Random random;
  private final StringBuilder out = new StringBuilder();

  private RandomJson(long seed) {
    random = new Random(seed);
  }

  /** A valid event whose time and URL are beyond doubt. */
  static String event(long seed) {
    return new RandomJson(seed).event();
  }

  private String event() {
    space();
    out.append('{');
    for (int members = random.nextInt(12); members > 0; members--) {
      member(NAMES[random.nextInt(NAMES.length)], 4);
      out.append(',');
    }
    if (random.nextBoolean()) {
      objectMember("headers", HEADER_NAMES);
    }
    if (random.nextBoolean()) {
      objectMember("properties", NAMES);
    }
    name("event_time");
    out.append("\"2026-01-01T00:00:00Z\"");
    space();
    out.append(',');
    name("url");
    out.append("\"/\"");
    space();
    out.append('}');
    space();
    return out.toString();
  }

  private void objectMember(String name, String[] names) {
    name(name);
    object(names, 3);
    out.append(',');
  }

  private void member(String name, int depth) {
    name(name);
    value(depth);
  }

  private void name(String name) {
    space();
    out.append('"');
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (random.nextInt(40) == 0) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
    space();
    out.append(':');
    space();
  }

  private void value(int depth) {
    switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0, 1, 2, 3 -> string();
      case 4 -> out.append(random.nextInt());
      case 5 -> out.append(random.nextLong());
      case 6 -> out.append(random.nextBoolean());
      case 7 -> out.append("null");
      case 8 -> object(NAMES, depth - 1);
      default -> array(depth - 1);
    }
    space();
  }

  private void string() {
    out.append('"');
    for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
      out.append(PIECES[random.nextInt(PIECES.length)]);
    }
    out.append('"');
  }

  private void object(String[] names, int depth) {
    out.append('{');
    int members = random.nextInt(5);
    for (int i = 0; i < members; i++) {
      out.append(i > 0 ? "," : "");
      member(names[random.nextInt(names.length)], depth);
    }
    space();
    out.append('}');
  }

  private void array(int depth) {
    out.append('[');
    int values = random.nextInt(4);
    for (int i = 0; i < values; i++) {
      out.append(i > 0 ? "," : "");
      space();
      value(depth);
    }
    space();
    out.append(']');
  }

  private void space() {
    if (random.nextInt(6) == 0) {
      out.append(" \t\r\n".charAt(random.nextInt(4)));
    }
  }
}
