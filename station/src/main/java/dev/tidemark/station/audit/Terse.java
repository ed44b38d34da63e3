package dev.tidemark.station.audit;

/** Texts of strangers on one line of a terminal. */
final class Terse {

  private static final int LONGEST = 80;

  private Terse() {}

  /** Without what a terminal would obey, and not too long. */
  static String text(String text) {
    StringBuilder terse = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(terse::appendCodePoint);
    return text.codePointCount(0, text.length()) > LONGEST
        ? terse.append('…').toString()
        : terse.toString();
  }
}
