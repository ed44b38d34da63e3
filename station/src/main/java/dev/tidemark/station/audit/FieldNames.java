package dev.tidemark.station.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The paths by which each field of an event goes, the best one first. */
final class FieldNames {

  private static final Map<String, String> BUILT_IN =
      Map.ofEntries(
          Map.entry("event_time", "event_time timestamp time_stamp ts time"),
          Map.entry("event_id", "event_id id"),
          Map.entry("event_type", "event_type type"),
          Map.entry("user_id", "user_id user userId device_id"),
          Map.entry("url", "url page_url page current_url"),
          Map.entry("host", "host"),
          Map.entry("referrer", "referrer referer referrer_url"),
          Map.entry("user_agent", "user_agent userAgent ua"),
          Map.entry("ip", "ip ip_address remote_ip"),
          Map.entry("product_id", "product_id"),
          Map.entry("store_id", "store_id"),
          Map.entry("headers", "headers"));

  private final Map<String, List<List<String>>> paths = new HashMap<>();

  /**
   * @param given as in {@code url=request.uri,event_time=when}; a backslash takes the meaning from
   *     the dot, comma or backslash behind it; null when there is none
   */
  FieldNames(String given) {
    List<List<String>> taken = new ArrayList<>();
    for (String entry : given == null || given.isBlank() ? List.<String>of() : cut(given, ',')) {
      int equals = entry.indexOf('=');
      List<String> path =
          cut(entry.substring(equals + 1).strip(), '.').stream()
              .map(name -> name.replaceAll("\\\\(.)", "$1"))
              .toList();
      taken.add(path);
      paths.computeIfAbsent(entry.substring(0, equals).strip(), f -> new ArrayList<>()).add(path);
    }
    BUILT_IN.forEach(
        (field, names) -> {
          List<List<String>> of = paths.computeIfAbsent(field, f -> new ArrayList<>());
          for (String name : names.split(" ", -1)) {
            if (!taken.contains(List.of(name))) {
              of.add(List.of(name));
            }
          }
        });
  }

  private static List<String> cut(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == separator) {
        parts.add(part.toString());
        part.setLength(0);
        continue;
      }
      part.append(c);
      if (c == '\\' && i + 1 < text.length()) {
        part.append(text.charAt(++i));
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** The text of a field: of the first path that leads to a string, a number or a boolean. */
  String text(Map<?, ?> event, String field) {
    return find(event, field, String.class);
  }

  /** The object of a field: of the first path that leads to one. */
  Map<?, ?> object(Map<?, ?> event, String field) {
    return find(event, field, Map.class);
  }

  private <T> T find(Map<?, ?> event, String field, Class<T> wanted) {
    for (List<String> path : paths.get(field)) {
      Object value = event;
      for (String name : path) {
        value = value instanceof Map<?, ?> map ? map.get(name) : null;
      }
      if (wanted.isInstance(value)) {
        return wanted.cast(value);
      }
    }
    return null;
  }
}
