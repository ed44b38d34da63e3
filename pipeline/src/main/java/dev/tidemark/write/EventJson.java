package dev.tidemark.write;

import dev.tidemark.write.Table.Column;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/** Rows as JSON: one object on one line, a member for each column, null where there is no value. */
final class EventJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSX").withZone(ZoneOffset.UTC);
  private static final String HEX = "0123456789abcdef";

  private final List<Column> columns;
  private final Object[][] values;

  EventJson(Rows rows) {
    columns = rows.table().given().toList();
    values = rows.columns(IntStream.range(0, rows.size()).boxed().toList());
  }

  String line(int row) {
    StringBuilder out = new StringBuilder(1_024).append('{');
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        out.append(',');
      }
      string(columns.get(i).name(), out);
      out.append(':');
      value(columns.get(i), values[i][row], out);
    }
    return out.append('}').toString();
  }

  private static void value(Column column, Object value, StringBuilder out) {
    if (value == null) {
      out.append("null");
      return;
    }
    switch (column.type()) {
      case TEXT -> string((String) value, out);
      case TIME -> out.append('"').append(time((Long) value)).append('"');
      case JSON, BOOLEAN, INTEGER, BIGINT, DECIMAL -> out.append(value);
      case DOUBLE -> out.append(Double.isFinite((Double) value) ? value : null);
      case BYTES, DURATION, DATE, NOW ->
          throw new IllegalArgumentException(column.name() + " has no form in JSON");
    }
  }

  private static String time(long micros) {
    return TIME.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        escape(c, out);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else {
        out.append(Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
    out.append('"');
  }

  private static void escape(char control, StringBuilder out) {
    switch (control) {
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default ->
          out.append("\\u00").append(HEX.charAt(control >> 4)).append(HEX.charAt(control & 15));
    }
  }
}
