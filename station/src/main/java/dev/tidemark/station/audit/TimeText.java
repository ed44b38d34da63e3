package dev.tidemark.station.audit;

import static java.time.ZoneOffset.UTC;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as senders write it, in microseconds since the epoch: ISO 8601, or a count of seconds,
 * milliseconds, microseconds or nanoseconds that are told apart by their number of digits.
 */
final class TimeText {

  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)"
              + "(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?"
              + "(?:[Zz]|([+-]\\d\\d)(?::?(\\d\\d))?)?)?");
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE]([+-]?\\d+))?");
  private static final long EARLIEST =
      LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(UTC) * 1_000_000;
  private static final long LATEST =
      LocalDateTime.of(10_000, 1, 1, 0, 0).toEpochSecond(UTC) * 1_000_000 - 1;

  private TimeText() {}

  static long micros(String text) throws Refused {
    try {
      boolean dashed = text.length() >= 10 && text.charAt(4) == '-';
      long micros = dashed ? iso(text) : count(text);
      if (micros >= EARLIEST && micros <= LATEST) {
        return micros;
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException unreadable) {
      throw unreadable();
    }
    throw unreadable();
  }

  private static Refused unreadable() {
    return new Refused("UNREADABLE_EVENT_TIME");
  }

  private static long iso(String text) throws Refused {
    Matcher iso = ISO.matcher(text);
    if (!iso.matches()) {
      throw unreadable();
    }
    LocalDate day = LocalDate.parse(iso.group(1));
    if (iso.group(2) == null) {
      return day.atStartOfDay().toEpochSecond(UTC) * 1_000_000;
    }
    int second = iso.group(4) == null ? 0 : Integer.parseInt(iso.group(4));
    boolean leap = second == 60;
    LocalDateTime local =
        day.atTime(
            Integer.parseInt(iso.group(2)), Integer.parseInt(iso.group(3)), leap ? 59 : second);
    long seconds = local.toEpochSecond(zone(iso.group(6), iso.group(7))) + (leap ? 1 : 0);
    if (leap && seconds % 86_400 != 0) {
      throw unreadable();
    }
    String fraction = (iso.group(5) == null ? "" : iso.group(5)) + "000000";
    return seconds * 1_000_000 + Integer.parseInt(fraction.substring(0, 6));
  }

  private static ZoneOffset zone(String hours, String minutes) {
    if (hours == null) {
      return UTC;
    }
    int sign = hours.charAt(0) == '-' ? -1 : 1;
    int past = minutes == null ? 0 : Integer.parseInt(minutes);
    return ZoneOffset.ofHoursMinutes(Integer.parseInt(hours), sign * past);
  }

  private static long count(String text) throws Refused {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw unreadable();
    }
    boolean tiny = number.group(1) != null && number.group(1).matches("-0*[1-9]\\d{3,}");
    if (tiny) {
      return text.startsWith("-") && text.matches("-[0.]*[1-9].*") ? -1 : 0;
    }
    BigDecimal count = new BigDecimal(text);
    if (count.signum() == 0) {
      return 0;
    }
    int digits = count.precision() - count.scale();
    if (digits > 20) {
      throw unreadable();
    }
    int shift = digits <= 11 ? 6 : digits <= 14 ? 3 : digits <= 17 ? 0 : -3;
    return count.scaleByPowerOfTen(shift).setScale(0, RoundingMode.FLOOR).longValueExact();
  }
}
