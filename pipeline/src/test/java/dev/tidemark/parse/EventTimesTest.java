package dev.tidemark.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {
  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00z, 2026-01-01T00:00:00Z",
    "2026-01-01t00:00:00Z, 2026-01-01T00:00:00Z",
    "2026-01-01 00:00:00Z, 2026-01-01T00:00:00Z",
    "2026-01-01T12:34:56, 2026-01-01T12:34:56Z",
    "2026-01-01 12:34:56, 2026-01-01T12:34:56Z",
    "2026-01-01T12:34, 2026-01-01T12:34:00Z",
    "2026-01-01T12:34Z, 2026-01-01T12:34:00Z",
    "2026-01-01T12:34+02:00, 2026-01-01T10:34:00Z",
    "2026-01-01T12:34:56+02:00, 2026-01-01T10:34:56Z",
    "2026-01-01T12:34:56+0200, 2026-01-01T10:34:56Z",
    "2026-01-01T12:34:56+02, 2026-01-01T10:34:56Z",
    "2026-01-01T12:34:56-05:30, 2026-01-01T18:04:56Z",
    "2026-01-01T12:34:56-00:00, 2026-01-01T12:34:56Z",
    "2026-01-01T12:34:56+18:00, 2025-12-31T18:34:56Z",
    "2026-01-01T12:34:56.1Z, 2026-01-01T12:34:56.1Z",
    "'2026-01-01 12:34:56,123', 2026-01-01T12:34:56.123Z",
    "2026-01-01T12:34:56.123456Z, 2026-01-01T12:34:56.123456Z",
    "2026-01-01T12:34:56.1234567Z, 2026-01-01T12:34:56.123456Z",
    "2026-01-01T12:34:56.123456789+01, 2026-01-01T11:34:56.123456Z",
    "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999Z",
    "2026-01-01, 2026-01-01T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z",
    "2000-02-29, 2000-02-29T00:00:00Z",
    "0001-01-01, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
    "2016-12-31T23:59:60.5Z, 2017-01-01T00:00:00.5Z",
    "2017-01-01T00:59:60+01:00, 2017-01-01T00:00:00Z",
    "0, 1970-01-01T00:00:00Z",
    "2026, 1970-01-01T00:33:46Z",
    "-0, 1970-01-01T00:00:00Z",
    "1767225600, 2026-01-01T00:00:00Z",
    "-1, 1969-12-31T23:59:59Z",
    "1767225600.5, 2026-01-01T00:00:00.5Z",
    "1767225600.123456789, 2026-01-01T00:00:00.123456Z",
    "1.767225600123E9, 2026-01-01T00:00:00.123Z",
    "17672256e2, 2026-01-01T00:00:00Z",
    "-0.0000001, 1969-12-31T23:59:59.999999Z",
    "1e-99999999999, 1970-01-01T00:00:00Z",
    "1767225600123, 2026-01-01T00:00:00.123Z",
    "1767225600123.25, 2026-01-01T00:00:00.123250Z",
    "1767225600123456, 2026-01-01T00:00:00.123456Z",
    "1767225600123456789, 2026-01-01T00:00:00.123456Z",
    "99999999999, 5138-11-16T09:46:39Z",
    "100000000000, 1973-03-03T09:46:40Z",
    "99999999999999, 5138-11-16T09:46:39.999Z",
    "100000000000000, 1973-03-03T09:46:40Z",
    "99999999999999999, 5138-11-16T09:46:39.999999Z",
    "100000000000000000, 1973-03-03T09:46:40Z",
    "99999999999999999999, 5138-11-16T09:46:39.999999Z",
    "-62135596800, 0001-01-01T00:00:00Z",
  })
  void everyFormOfATimeIsRead(String text, Instant expected) {
    assertThat(
        micros(text), is(expected.getEpochSecond() * 1_000_000 + expected.getNano() / 1_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "now",
        "T",
        "2026-1-1T",
        "2026-01",
        "20260101T000000Z",
        "2026-13-01",
        "2026-00-01",
        "2026-01-00",
        "2026-01-32",
        "2026-04-31",
        "2026-02-29",
        "2100-02-29",
        "1900-02-29",
        "0000-12-31",
        "0000-01-01",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:60Z",
        "9999-12-31T23:59:59-00:01",
        "10000-01-01",
        "2026-01-01T",
        "2026-01-01T1",
        "2026-01-01T12",
        "2026-01-01T12:",
        "2026-01-01T12:3",
        "2026-01-01T12:34:",
        "2026-01-01T12:34:5",
        "2026-01-01T24:00",
        "2026-01-01T12:60",
        "2026-01-01T12:34:61",
        "2026-01-01T12:34:60Z",
        "2026-01-01T23:59:60+01:00",
        "2026-01-01T12:34:56.",
        "2026-01-01T12:34:56.Z",
        "2026-01-01T12:34:56.1234567890Z",
        "2026-01-01T12:34:56+",
        "2026-01-01T12:34:56+1",
        "2026-01-01T12:34:56+1:00",
        "2026-01-01T12:34:56+01:",
        "2026-01-01T12:34:56+01:6",
        "2026-01-01T12:34:56+01:60",
        "2026-01-01T12:34:56+010",
        "2026-01-01T12:34:56+18:01",
        "2026-01-01T12:34:56+01:00:00",
        "2026-01-01T12:34:56 Z",
        "2026-01-01T12:34:56ZZ",
        "2026-01-01_12:34:56",
        "2026/01/01",
        "2026-01/01",
        "2026-01-01T12.34",
        " 2026-01-01",
        "2026-01-01 ",
        "+2026-01-01",
        "-001-01-01",
        "2026-01-01T-1:00",
        "1767225600 ",
        "+1767225600",
        "01767225600",
        "1767225600.",
        ".5",
        "0x10",
        "1e",
        "1e400000",
        "1e99999999999",
        "NaN",
        "Infinity",
        "true",
        "100000000000000000000",
        "-99999999999",
        "２０２６-01-01",
      })
  void whatIsNoTimeIsUnreadable(String text) {
    assertThat(micros(text), is(EventTimes.UNREADABLE));
  }

  @Property(tries = 5_000)
  void isoTimesMeanWhatThePlatformSays(
      @ForAll @LongRange(min = FIRST_SECOND + 86_400, max = LAST_SECOND - 86_400) long second,
      @ForAll @IntRange(max = 999_999_999) int nanos,
      @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes) {
    Instant instant = Instant.ofEpochSecond(second, nanos);
    OffsetDateTime local = instant.atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
    long expected = Math.floorDiv(nanos, 1000) + second * 1_000_000;
    assertThat(micros(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local)), is(expected));
    assertThat(micros(instant.toString()), is(expected));
    DateTimeFormatter compact =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxx", Locale.ROOT);
    assertThat(micros(compact.format(local)), is(expected));
  }

  @Property(tries = 5_000)
  void aDayExistsWhenThePlatformSaysSo(
      @ForAll @IntRange(min = 1, max = 9999) int year,
      @ForAll @IntRange(max = 13) int month,
      @ForAll @IntRange(max = 32) int day) {
    String text = String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
    long expected;
    try {
      expected = LocalDateTime.parse(text + "T00:00:00").toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    } catch (DateTimeParseException noSuchDay) {
      expected = EventTimes.UNREADABLE;
    }
    assertThat(micros(text), is(expected));
  }

  @Property(tries = 5_000)
  void epochTimesAreReadInTheUnitThatTheirSizeTells(
      @ForAll BigInteger unscaled, @ForAll @IntRange(max = 25) int scale) {
    BigDecimal number = new BigDecimal(unscaled, scale);
    BigDecimal size = number.abs();
    int point = -3;
    for (int digits : new int[] {17, 14, 11}) {
      point = size.compareTo(BigDecimal.TEN.pow(digits)) < 0 ? point + 3 : point;
    }
    BigInteger micros = number.movePointRight(point).setScale(0, RoundingMode.FLOOR).toBigInteger();
    boolean inRange =
        micros.compareTo(BigInteger.valueOf(FIRST_SECOND * 1_000_000)) >= 0
            && micros.compareTo(BigInteger.valueOf(LAST_SECOND * 1_000_000 + 999_999)) <= 0;
    long expected =
        inRange && size.compareTo(BigDecimal.TEN.pow(20)) < 0
            ? micros.longValueExact()
            : EventTimes.UNREADABLE;
    assertThat(number.toPlainString(), micros(number.toPlainString()), is(expected));
    assertThat(number.toString(), micros(number.toString()), is(expected));
  }

  private static long micros(String text) {
    byte[] bytes = ("1" + text + "1").getBytes(UTF_8);
    return EventTimes.micros(bytes, 1, bytes.length - 1);
  }
}
