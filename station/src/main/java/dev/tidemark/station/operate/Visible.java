package dev.tidemark.station.operate;

/** Text from events as a terminal may show it: what would move its cursor is spelled out. */
final class Visible {

  private Visible() {}

  /** The same text with control characters, line ends and marks of direction as escapes. */
  static String of(String text) {
    if (text == null) {
      return "";
    }
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(visible, point));
    return visible.toString();
  }

  /** At most so many characters of it. */
  static String of(String text, int most) {
    String visible = of(text);
    return visible.length() <= most ? visible : visible.substring(0, most - 1) + "…";
  }

  private static void append(StringBuilder visible, int point) {
    switch (point) {
      case '\n' -> visible.append("\\n");
      case '\r' -> visible.append("\\r");
      case '\t' -> visible.append("\\t");
      default -> {
        if (isPlain(point)) {
          visible.appendCodePoint(point);
        } else {
          visible.append(String.format("\\u%04x", point));
        }
      }
    }
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
