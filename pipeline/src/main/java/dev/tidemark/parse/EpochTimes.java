package dev.tidemark.parse;

/**
 * A count of seconds, milliseconds, microseconds or nanoseconds since the epoch, told apart by
 * size: below 10<sup>11</sup> (the year 5138) it counts seconds, and each finer unit has a thousand
 * times the room. Decimals and exponents are read too, because a time in seconds is often a float.
 */
final class EpochTimes {
  private static final int DIGITS_OF_SECONDS = 11;
  private static final int DIGITS_OF_MILLIS = 14;
  private static final int DIGITS_OF_MICROS = 17;
  private static final int DIGITS_OF_NANOS = 20;

  /** More digits than microseconds need in any unit. */
  private static final int MAX_DIGITS = 18;

  private static final int MAX_EXPONENT = 1_000;
  private static final long[] POWERS = new long[MAX_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private EpochTimes() {}

  /** The time, or {@link EventTimes#UNREADABLE}. */
  static long micros(byte[] text, int from, int to) {
    if (JsonNumbers.end(text, from, to) != to) {
      return EventTimes.UNREADABLE;
    }
    boolean negative = text[from] == '-';
    long digits = 0;
    int scale = 0;
    boolean behindPoint = false;
    boolean cut = false;
    int at = negative ? from + 1 : from;
    for (; at < to && (text[at] | 0x20) != 'e'; at++) {
      if (text[at] == '.') {
        behindPoint = true;
      } else if (digits < POWERS[MAX_DIGITS - 1]) {
        digits = digits * 10 + text[at] - '0';
        scale -= behindPoint ? 1 : 0;
      } else {
        cut |= text[at] != '0';
        scale += behindPoint ? 0 : 1;
      }
    }
    scale += at < to ? JsonNumbers.exponent(text, at + 1, to, MAX_EXPONENT) : 0;
    return negative
        ? -scaled(cut ? digits + 1 : digits, scale, true)
        : scaled(digits, scale, false);
  }

  /** The microseconds in {@code digits * 10^scale}, whatever it counts. */
  private static long scaled(long digits, int scale, boolean up) {
    if (digits == 0) {
      return 0;
    }
    int wholeDigits = length(digits) + scale;
    if (wholeDigits > DIGITS_OF_NANOS) {
      return EventTimes.UNREADABLE;
    }
    int shift =
        scale
            + (wholeDigits <= DIGITS_OF_SECONDS
                ? 6
                : wholeDigits <= DIGITS_OF_MILLIS ? 3 : wholeDigits <= DIGITS_OF_MICROS ? 0 : -3);
    if (shift >= 0) {
      return digits * POWERS[shift];
    }
    if (shift < -MAX_DIGITS) {
      return up ? 1 : 0;
    }
    long divisor = POWERS[-shift];
    return digits / divisor + (up && digits % divisor != 0 ? 1 : 0);
  }

  private static int length(long digits) {
    int length = 0;
    while (length < POWERS.length && digits >= POWERS[length]) {
      length++;
    }
    return length;
  }
}
