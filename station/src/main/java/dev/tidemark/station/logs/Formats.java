package dev.tidemark.station.logs;

import dev.tidemark.run.UserError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The formats that are known by name, and which of them a log is in. */
final class Formats {

  private static final String COMMON = "%h %l %u %t \"%r\" %>s %b";
  private static final String COMBINED = COMMON + " \"%{Referer}i\" \"%{User-Agent}i\"";

  /** The more a format tells, the earlier it is tried. */
  private static final Map<String, Supplier<LogFormat>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("json", JsonFormat::new);
    BY_NAME.put("w3c", W3cFormat::new);
    BY_NAME.put("vhost_combined", () -> read("vhost_combined", "%v:%p " + COMBINED, true));
    BY_NAME.put("combined", () -> read("combined", COMBINED, true));
    BY_NAME.put("vhost_common", () -> read("vhost_common", "%v " + COMMON, false));
    BY_NAME.put("common", () -> read("common", COMMON, false));
  }

  private Formats() {}

  private static LogFormat read(String name, String text, boolean mayHaveMore) {
    return FormatString.read(name, text, mayHaveMore);
  }

  /** The format that a person names or writes down. */
  static LogFormat named(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (BY_NAME.containsKey(name)) {
      return BY_NAME.get(name).get();
    }
    switch (name) {
      case "nginx" -> {
        return BY_NAME.get("combined").get();
      }
      case "iis" -> {
        return new W3cFormat();
      }
      default -> {
        if (text.indexOf('%') < 0 && text.indexOf('$') < 0) {
          throw UserError.inUsage(
              "--format=" + text + " is not known.",
              "Choose from nginx, iis, "
                  + String.join(", ", BY_NAME.keySet())
                  + ", or write the server's format string.");
        }
        return FormatString.read("you named", text, false);
      }
    }
  }

  /** The format that most of the first lines are in; null when no line is in any. */
  static LogFormat detect(List<String> lines) {
    Supplier<LogFormat> best = null;
    int most = 0;
    for (Supplier<LogFormat> candidate : BY_NAME.values()) {
      int read = requests(candidate.get(), lines);
      if (read > most) {
        most = read;
        best = candidate;
      }
    }
    return best == null ? null : best.get();
  }

  private static int requests(LogFormat format, List<String> lines) {
    return (int) lines.stream().filter(line -> isRequest(format, line)).count();
  }

  private static boolean isRequest(LogFormat format, String line) {
    try {
      return format.read(line) != null;
    } catch (UnreadableLine other) {
      return false;
    }
  }
}
