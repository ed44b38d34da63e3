package dev.tidemark.parse;

/**
 * ISO 8601 in its extended form: {@code 2024-02-29}, {@code 2024-02-29T12:34}, {@code 2024-02-29
 * 12:34:56.789012345+02:00}; the zone is {@code Z}, {@code +hh}, {@code +hhmm} or {@code +hh:mm}.
 *
 * <p>A leap second, 23:59:60 UTC, is read as the second after it, as POSIX clocks do.
 */
final class IsoTimes {
  static final int DATE_LENGTH = 10;

  private static final int MINUTE_LENGTH = 16;
  private static final int MAX_FRACTION_DIGITS = 9;
  private static final int MAX_OFFSET_HOURS = 18;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int BAD = Integer.MIN_VALUE;
  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final int[] SCALE = {
    1_000_000, 100_000, 10_000, 1_000, 100, 10, 1,
  };

  private IsoTimes() {}

  /** The time, or {@link EventTimes#UNREADABLE}. */
  static long micros(byte[] text, int from, int to) {
    long day = day(text, from);
    if (day == BAD) {
      return EventTimes.UNREADABLE;
    }
    return to - from == DATE_LENGTH
        ? day * SECONDS_PER_DAY * MICROS_PER_SECOND
        : withTime(day, text, from, to);
  }

  private static long withTime(long day, byte[] text, int from, int to) {
    if (to - from < MINUTE_LENGTH
        || !separates(text[from + DATE_LENGTH])
        || text[from + 13] != ':') {
      return EventTimes.UNREADABLE;
    }
    int hour = two(text, from + 11);
    int minute = two(text, from + 14);
    int second = 0;
    int micros = 0;
    int at = from + MINUTE_LENGTH;
    if (at < to && text[at] == ':') {
      second = at + 3 <= to ? two(text, at + 1) : BAD;
      at += 3;
      if (at < to && (text[at] == '.' || text[at] == ',')) {
        int end = digits(text, at + 1, to);
        micros = fraction(text, at + 1, end);
        at = end;
      }
    }
    int offset = offset(text, at, to);
    if (hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 60
        || micros == BAD
        || offset == BAD) {
      return EventTimes.UNREADABLE;
    }
    long seconds = day * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second - offset;
    if (second == 60 && seconds % SECONDS_PER_DAY != 0) {
      return EventTimes.UNREADABLE;
    }
    return seconds * MICROS_PER_SECOND + micros;
  }

  private static boolean separates(byte c) {
    return c == 'T' || c == ' ' || c == 't';
  }

  /** Days since the epoch, or {@link #BAD}. */
  private static int day(byte[] text, int from) {
    int century = two(text, from);
    int yearOfCentury = two(text, from + 2);
    int month = two(text, from + 5);
    int day = two(text, from + 8);
    if (century < 0 || yearOfCentury < 0 || text[from + 7] != '-' || month < 1 || month > 12) {
      return BAD;
    }
    int year = century * 100 + yearOfCentury;
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int last = month == 2 && leap ? 29 : DAYS[month - 1];
    return day < 1 || day > last ? BAD : daysSinceEpoch(year, month, day);
  }

  /** Counts in years that begin in March, so that the leap day is the last one. */
  private static int daysSinceEpoch(int year, int month, int day) {
    int marchYear = month > 2 ? year : year - 1;
    int monthOfMarchYear = (month + 9) % 12;
    int leapDays =
        Math.floorDiv(marchYear, 4) - Math.floorDiv(marchYear, 100) + Math.floorDiv(marchYear, 400);
    return marchYear * 365 + leapDays + (153 * monthOfMarchYear + 2) / 5 + day - 719_469;
  }

  private static int digits(byte[] text, int from, int to) {
    int at = from;
    while (at < to && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }

  private static int fraction(byte[] text, int from, int to) {
    int length = to - from;
    if (length < 1 || length > MAX_FRACTION_DIGITS) {
      return BAD;
    }
    int used = Math.min(length, SCALE.length - 1);
    int value = 0;
    for (int i = 0; i < used; i++) {
      value = value * 10 + text[from + i] - '0';
    }
    return value * SCALE[used];
  }

  /** Seconds ahead of UTC, or {@link #BAD}. */
  private static int offset(byte[] text, int from, int to) {
    int length = to - from;
    if (length <= 0) {
      return length == 0 ? 0 : BAD;
    }
    byte sign = text[from];
    if (length == 1) {
      return sign == 'Z' || sign == 'z' ? 0 : BAD;
    }
    boolean colon = length == 6 && text[from + 3] == ':';
    if ((sign != '+' && sign != '-') || (length != 3 && length != 5 && !colon)) {
      return BAD;
    }
    int hours = two(text, from + 1);
    int minutes = length == 3 ? 0 : two(text, to - 2);
    if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > MAX_OFFSET_HOURS * 60) {
      return BAD;
    }
    int seconds = hours * 3600 + minutes * 60;
    return sign == '-' ? -seconds : seconds;
  }

  /** A number of two digits, or {@link #BAD}. */
  private static int two(byte[] text, int at) {
    int tens = text[at] - '0';
    int ones = text[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? BAD : tens * 10 + ones;
  }
}
