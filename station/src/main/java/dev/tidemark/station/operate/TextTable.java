package dev.tidemark.station.operate;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows in columns: texts to the left, numbers to the right. */
final class TextTable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final List<Object[]> rows = new ArrayList<>();
  private final String[] head;

  TextTable(String... head) {
    this.head = head;
  }

  TextTable add(Object... row) {
    rows.add(row);
    return this;
  }

  void print(PrintWriter out) {
    int[] widths = new int[head.length];
    for (int column = 0; column < head.length; column++) {
      widths[column] = head[column].length();
      for (Object[] row : rows) {
        widths[column] = Math.max(widths[column], text(row[column]).length());
      }
    }
    print(out, head, widths);
    rows.forEach(row -> print(out, row, widths));
  }

  private void print(PrintWriter out, Object[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < head.length; column++) {
      String text = text(row[column]);
      String space = " ".repeat(widths[column] - text.length());
      line.append(column == 0 ? "" : "  ");
      line.append(isNumeric(column) ? space + text : text + space);
    }
    out.println(line.toString().stripTrailing());
  }

  private boolean isNumeric(int column) {
    return rows.stream().map(row -> row[column]).anyMatch(TextTable::isNumber);
  }

  private static boolean isNumber(Object cell) {
    return cell instanceof Number || cell instanceof Duration;
  }

  private static String text(Object cell) {
    if (cell == null) {
      return "-";
    }
    if (cell instanceof Number number) {
      return String.format(Locale.ROOT, "%,d", number.longValue());
    }
    if (cell instanceof Instant instant) {
      return time(instant);
    }
    if (cell instanceof Duration duration) {
      return duration(duration);
    }
    return cell.toString();
  }

  /** A time in UTC, as all commands print it. */
  static String time(Instant instant) {
    return TIME.format(instant) + "Z";
  }

  /** A duration in its two largest units. */
  static String duration(Duration duration) {
    long seconds = Math.abs(duration.toSeconds());
    String sign = duration.isNegative() ? "-" : "";
    if (seconds < 120) {
      return sign + seconds + " s";
    }
    if (seconds < 7_200) {
      return "%s%d m %02d s".formatted(sign, seconds / 60, seconds % 60);
    }
    if (seconds < 172_800) {
      return "%s%d h %02d m".formatted(sign, seconds / 3600, seconds / 60 % 60);
    }
    return "%s%d d %02d h".formatted(sign, seconds / 86_400, seconds / 3600 % 24);
  }

  /** A number of bytes in a unit that keeps it short. */
  static String bytes(long bytes) {
    double size = bytes;
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    int unit = 0;
    while (size >= 1000 && unit < units.length - 1) {
      size /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
  }
}
