package dev.tidemark.station.logs;

import dev.tidemark.run.UserError;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The patterns of C's {@code strftime}, as far as logs use them. */
final class StrfTime {

  private static final Map<Character, String> LETTERS =
      Map.ofEntries(
          Map.entry('a', "EEE"),
          Map.entry('b', "MMM"),
          Map.entry('d', "dd"),
          Map.entry('e', "ppd"),
          Map.entry('F', "yyyy-MM-dd"),
          Map.entry('H', "HH"),
          Map.entry('m', "MM"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"),
          Map.entry('T', "HH:mm:ss"),
          Map.entry('y', "yy"),
          Map.entry('Y', "yyyy"),
          Map.entry('z', "Z"));

  private StrfTime() {}

  static DateTimeFormatter formatter(String pattern) {
    StringBuilder java = new StringBuilder();
    StringBuilder literal = new StringBuilder();
    for (int at = 0; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c != '%' || at + 1 == pattern.length()) {
        literal.append(c == '\'' ? "''" : String.valueOf(c));
        continue;
      }
      String letters = LETTERS.get(pattern.charAt(++at));
      if (letters == null) {
        throw UserError.inUsage(
            "--format: %" + pattern.charAt(at) + " in a time is not known.",
            "Known are %a %b %d %e %F %H %m %M %S %T %y %Y %z, or sec, msec, usec.");
      }
      flush(literal, java);
      java.append(letters);
    }
    flush(literal, java);
    return DateTimeFormatter.ofPattern(java.toString(), Locale.ENGLISH);
  }

  private static void flush(StringBuilder literal, StringBuilder java) {
    if (!literal.isEmpty()) {
      java.append('\'').append(literal).append('\'');
      literal.setLength(0);
    }
  }
}
