package dev.tidemark.parse;

/**
 * Reads the ways in which senders write a time, to microseconds since the epoch; what is finer is
 * cut off towards the past. A time without a zone is UTC.
 */
final class EventTimes {
  static final long UNREADABLE = Long.MIN_VALUE;

  /** The years 1 to 9999. */
  private static final long MIN_MICROS = -62_135_596_800_000_000L;

  private static final long MAX_MICROS = 253_402_300_799_999_999L;

  private EventTimes() {}

  /** The time that a text means, or {@link #UNREADABLE}. */
  static long micros(byte[] text, int from, int to) {
    boolean dashed = to - from >= IsoTimes.DATE_LENGTH && text[from + 4] == '-';
    long micros = dashed ? IsoTimes.micros(text, from, to) : EpochTimes.micros(text, from, to);
    return micros < MIN_MICROS || micros > MAX_MICROS ? UNREADABLE : micros;
  }
}
