package dev.tidemark.parse;

/** Reads the {@code \}{@code uXXXX} escapes of JSON strings. */
final class Escapes {
  /** What stands in for text that PostgreSQL cannot hold. */
  static final int REPLACEMENT = 0xfffd;

  private Escapes() {}

  /**
   * What the escape at a backslash means: a code point, a lone surrogate as it is, or -1 when it
   * lacks its four digits. Two escapes that form a pair are one code point.
   */
  static int codePoint(byte[] bytes, int at, int end) {
    int unit = unit(bytes, at, end);
    if (unit < Character.MIN_HIGH_SURROGATE || unit > Character.MAX_HIGH_SURROGATE) {
      return unit;
    }
    int next = at + 6;
    if (next + 1 >= end || bytes[next] != '\\' || bytes[next + 1] != 'u') {
      return unit;
    }
    int low = unit(bytes, next, end);
    return low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE
        ? Character.toCodePoint((char) unit, (char) low)
        : unit;
  }

  /** How many bytes the escape of a code point takes. */
  static int length(int codePoint) {
    return Character.isBmpCodePoint(codePoint) ? 6 : 12;
  }

  /** Whether PostgreSQL can hold a code point. */
  static boolean fits(int codePoint) {
    return codePoint != 0
        && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
  }

  private static int unit(byte[] bytes, int at, int end) {
    if (at + 6 > end) {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
