package dev.tidemark.station.logs;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** What one line of a log tells; what it leaves open is null. */
record Request(Instant time, Map<Part, String> parts) {

  /** The parts of a request that logs tell. */
  enum Part {
    ADDRESS,
    /** What proxies tell of where the request came from, the visitor's address first. */
    FORWARDED,
    USER,
    /** Method, target and protocol in one. */
    LINE,
    METHOD,
    /** Path and query, or a whole URL. */
    TARGET,
    PATH,
    QUERY,
    SCHEME,
    HOST,
    REFERRER,
    USER_AGENT,
    STATUS,
    BYTES,
    MILLIS
  }

  /** Takes {@code GET /path HTTP/1.1} apart and puts path and query together. */
  static Request of(Instant time, Map<Part, String> told) {
    Map<Part, String> parts = new EnumMap<>(Part.class);
    parts.putAll(told);
    String line = parts.remove(Part.LINE);
    if (line != null) {
      int first = line.indexOf(' ');
      int last = line.lastIndexOf(' ');
      if (first > 0) {
        parts.put(Part.METHOD, line.substring(0, first));
        boolean protocol = last > first && line.startsWith("HTTP/", last + 1);
        parts.put(Part.TARGET, line.substring(first + 1, protocol ? last : line.length()));
      }
    }
    String forwarded = parts.remove(Part.FORWARDED);
    if (forwarded != null) {
      int comma = forwarded.indexOf(',');
      parts.put(Part.ADDRESS, (comma < 0 ? forwarded : forwarded.substring(0, comma)).strip());
    }
    String path = parts.remove(Part.PATH);
    String query = parts.remove(Part.QUERY);
    if (path != null && !parts.containsKey(Part.TARGET)) {
      String mark = query == null || query.startsWith("?") ? "" : "?";
      parts.put(Part.TARGET, query == null ? path : path + mark + query);
    }
    return new Request(time, parts);
  }

  String get(Part part) {
    return parts.get(part);
  }

  /** The status; 0 when the log does not know it. */
  int status() {
    String status = get(Part.STATUS);
    return status != null && status.matches("\\d{3}") ? Integer.parseInt(status) : 0;
  }
}
