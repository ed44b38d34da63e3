package dev.tidemark.station.logs;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** The times that logs write. */
final class Times {

  private static final DateTimeFormatter CLF =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,19}(\\.\\d{1,9})?");

  private Times() {}

  /** Recognises {@code 10/Oct/2025:13:55:36 +0200}, ISO 8601 and numbers since the epoch. */
  static Instant read(String text) throws UnreadableLine {
    try {
      if (NUMBER.matcher(text).matches()) {
        return epoch(new BigDecimal(text));
      }
      if (text.length() > 2 && text.charAt(2) == '/') {
        return OffsetDateTime.parse(text, CLF).toInstant();
      }
      return iso(text);
    } catch (DateTimeException | ArithmeticException wrong) {
      throw new UnreadableLine("the time '" + text + "' is unreadable");
    }
  }

  /** A time by a pattern of its own; without a zone it is UTC. */
  static Instant read(String text, DateTimeFormatter pattern) throws UnreadableLine {
    try {
      return pattern.parseBest(text, OffsetDateTime::from, LocalDateTime::from)
              instanceof OffsetDateTime exact
          ? exact.toInstant()
          : LocalDateTime.parse(text, pattern).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException wrong) {
      throw new UnreadableLine("the time '" + text + "' is unreadable");
    }
  }

  private static Instant iso(String text) {
    String time = text.replace(' ', 'T').replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
    boolean zoned = time.endsWith("Z") || time.matches(".*[+-]\\d\\d:\\d\\d");
    return zoned
        ? OffsetDateTime.parse(time).toInstant()
        : LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
  }

  /** Seconds, or by their size milliseconds, microseconds, nanoseconds. */
  private static Instant epoch(BigDecimal number) {
    int digits = number.precision() - number.scale();
    int shift = digits <= 11 ? 0 : digits <= 14 ? -3 : digits <= 17 ? -6 : -9;
    BigDecimal seconds = number.scaleByPowerOfTen(shift);
    long whole = seconds.longValue();
    return Instant.ofEpochSecond(
        whole, seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
  }
}
