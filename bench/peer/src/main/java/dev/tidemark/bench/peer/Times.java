package dev.tidemark.bench.peer;

import java.time.Instant;

/** Reads ISO 8601 times; the shape {@code 2026-01-01T00:00:00.000Z} without making an object. */
final class Times {
  private static final String SHAPE = "0000-00-00T00:00:00.000Z";
  private static final int MILLIS_A_DAY = 86_400_000;

  private Times() {}

  static long millis(char[] text, int from, int length) {
    if (!hasShape(text, from, length)) {
      return Instant.parse(new String(text, from, length)).toEpochMilli();
    }
    long day = day(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2));
    int minutes = 60 * number(text, from + 11, 2) + number(text, from + 14, 2);
    int seconds = 60 * minutes + number(text, from + 17, 2);
    return day * MILLIS_A_DAY + 1000L * seconds + number(text, from + 20, 3);
  }

  private static boolean hasShape(char[] text, int from, int length) {
    if (length != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char wanted = SHAPE.charAt(i);
      char found = text[from + i];
      if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int number(char[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      number = 10 * number + text[i] - '0';
    }
    return number;
  }

  /** Days since 1970 of a date in the Gregorian calendar, by years that begin in March. */
  private static long day(int year, int month, int day) {
    int marchYear = month > 2 ? year : year - 1;
    int era = marchYear / 400;
    int yearOfEra = marchYear - 400 * era;
    int dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int dayOfEra = 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return 146_097L * era + dayOfEra - 719_468;
  }
}
