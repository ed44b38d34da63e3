package dev.tidemark.station.logs;

import dev.tidemark.station.logs.Request.Part;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** W3C's extended format, as IIS writes it: a comment names the fields, times are UTC. */
final class W3cFormat implements LogFormat {

  private static final String FIELDS = "#Fields:";
  private static final Map<String, Part> PARTS =
      Map.ofEntries(
          Map.entry("c-ip", Part.ADDRESS),
          Map.entry("cs-username", Part.USER),
          Map.entry("cs-method", Part.METHOD),
          Map.entry("cs-uri", Part.TARGET),
          Map.entry("cs-uri-stem", Part.PATH),
          Map.entry("cs-uri-query", Part.QUERY),
          Map.entry("cs-host", Part.HOST),
          Map.entry("cs(host)", Part.HOST),
          Map.entry("x-host-header", Part.HOST),
          Map.entry("cs(referer)", Part.REFERRER),
          Map.entry("cs(user-agent)", Part.USER_AGENT),
          Map.entry("cs(x-forwarded-for)", Part.FORWARDED),
          Map.entry("x-forwarded-for", Part.FORWARDED),
          Map.entry("sc-status", Part.STATUS),
          Map.entry("sc-bytes", Part.BYTES),
          Map.entry("time-taken", Part.MILLIS));

  private List<String> fields = List.of();
  private String directive;

  @Override
  public String name() {
    return "W3C extended";
  }

  @Override
  public Request read(String line) throws UnreadableLine {
    if (line.startsWith(FIELDS)) {
      directive = line;
      fields = words(line.substring(FIELDS.length()).toLowerCase(Locale.ROOT));
    }
    if (line.startsWith("#") || line.isBlank()) {
      return null;
    }
    List<String> values = words(line);
    if (fields.isEmpty()) {
      throw new UnreadableLine("no line '#Fields:' stands before it");
    }
    if (values.size() != fields.size()) {
      throw new UnreadableLine(
          "it has " + values.size() + " fields, and '#Fields:' names " + fields.size());
    }
    Map<Part, String> parts = new EnumMap<>(Part.class);
    String date = null;
    String time = null;
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      switch (fields.get(i)) {
        case "date" -> date = value;
        case "time" -> time = value;
        default -> put(parts, PARTS.get(fields.get(i)), value);
      }
    }
    if (date == null || time == null) {
      throw new UnreadableLine("'#Fields:' names no date or no time");
    }
    Instant at = Times.read(date + "T" + time + "Z");
    return Request.of(at, parts);
  }

  @Override
  public String context() {
    return directive;
  }

  private static void put(Map<Part, String> parts, Part part, String value) {
    if (part == null || value.equals("-")) {
      return;
    }
    boolean spaced = part == Part.USER_AGENT || part == Part.FORWARDED;
    String text = Escaped.read(spaced ? value.replace('+', ' ') : value);
    if (part == Part.MILLIS && !text.matches("\\d{1,15}")) {
      return;
    }
    parts.put(part, text);
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split(" +", -1));
  }
}
