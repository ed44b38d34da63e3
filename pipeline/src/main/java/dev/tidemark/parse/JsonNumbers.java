package dev.tidemark.parse;

/** The numbers of JSON, and which of them PostgreSQL's {@code numeric} can hold. */
final class JsonNumbers {
  /** PostgreSQL's own bounds, "Numeric Types" in its manual. */
  private static final int MAX_INTEGER_DIGITS = 131_072;

  private static final int MAX_FRACTION_DIGITS = 16_383;

  /** Beyond this no exponent fits, and none must overflow what we count with. */
  private static final int HUGE = 10_000_000;

  private JsonNumbers() {}

  /** Where the number at {@code from} ends, or -1 when there is none. */
  static int end(byte[] bytes, int from, int end) {
    int at = from < end && bytes[from] == '-' ? from + 1 : from;
    int whole = digits(bytes, at, end);
    if (whole == at || (bytes[at] == '0' && whole > at + 1)) {
      return -1;
    }
    at = whole;
    if (at < end && bytes[at] == '.') {
      int fraction = digits(bytes, at + 1, end);
      if (fraction == at + 1) {
        return -1;
      }
      at = fraction;
    }
    if (at < end && (bytes[at] | 0x20) == 'e') {
      int sign = at + 1 < end && (bytes[at + 1] == '+' || bytes[at + 1] == '-') ? at + 2 : at + 1;
      int exponent = digits(bytes, sign, end);
      return exponent == sign ? -1 : exponent;
    }
    return at;
  }

  /**
   * Whether {@code jsonb} takes a valid number; the rare zero with such an exponent counts as too
   * large.
   */
  static boolean fits(byte[] bytes, int from, int end) {
    int at = bytes[from] == '-' ? from + 1 : from;
    int point = digits(bytes, at, end);
    if (point == end) {
      return end - at <= MAX_INTEGER_DIGITS;
    }
    int fraction = bytes[point] == '.' ? digits(bytes, point + 1, end) : point;
    int exponent = fraction == end ? 0 : exponent(bytes, fraction + 1, end, HUGE);
    return point - at + exponent <= MAX_INTEGER_DIGITS
        && Math.max(0, fraction - point - 1) - exponent <= MAX_FRACTION_DIGITS;
  }

  /** The exponent behind its {@code e}, cut to what lies between {@code -most} and {@code most}. */
  static int exponent(byte[] bytes, int from, int end, int most) {
    boolean negative = bytes[from] == '-';
    int exponent = 0;
    for (int at = negative || bytes[from] == '+' ? from + 1 : from; at < end; at++) {
      exponent = Math.min(most, exponent * 10 + bytes[at] - '0');
    }
    return negative ? -exponent : exponent;
  }

  private static int digits(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }
}
