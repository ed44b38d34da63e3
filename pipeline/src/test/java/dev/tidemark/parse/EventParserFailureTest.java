package dev.tidemark.parse;

import static dev.tidemark.event.Failure.IMPLAUSIBLE_EVENT_TIME;
import static dev.tidemark.event.Failure.NOT_AN_OBJECT;
import static dev.tidemark.event.Failure.NOT_JSON;
import static dev.tidemark.event.Failure.NOT_UTF8;
import static dev.tidemark.event.Failure.NO_EVENT_TIME;
import static dev.tidemark.event.Failure.NO_URL;
import static dev.tidemark.event.Failure.TOO_LARGE;
import static dev.tidemark.event.Failure.UNREADABLE_EVENT_TIME;
import static dev.tidemark.event.Failure.UNREADABLE_URL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tidemark.event.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventParserFailureTest {
  private static final long DAY = 86_400_000L;
  private static final long NOW = 1_767_225_600_000L;

  private final EventParser parser =
      new EventParser(FieldMap.standard(), new Limits(1_000, DAY, 8));

  /** A record in Latin-1, so that bytes that are not UTF-8 can be written here. */
  static Stream<Arguments> records() {
    String time = "\"event_time\":\"2026-01-01T00:00:00Z\"";
    String url = "\"url\":\"/\"";
    return Stream.of(
        arguments(TOO_LARGE, "{\"a\":\"" + "x".repeat(1_000) + "\"}", "1008 bytes are more"),
        arguments(TOO_LARGE, "\u00ff".repeat(1_001), "1001 bytes are more than the 1000"),
        arguments(NOT_UTF8, "{\"a\":\"\u00ff\"}", "malformed UTF-8 at byte 6"),
        arguments(NOT_UTF8, "{\"a\":\"\u00c0\u0080\"}", "malformed UTF-8 at byte 6"),
        arguments(NOT_UTF8, "{\"a\":\"\u00ed\u00a0\u0080\"}", "malformed UTF-8 at byte 6"),
        arguments(NOT_UTF8, "{\"a\":\"\u00f4\u0090\u0080\u0080\"}", "malformed UTF-8 at byte 6"),
        arguments(NOT_UTF8, "{\"a\":\"\u00c3", "malformed UTF-8 at byte 6"),
        arguments(NOT_UTF8, "\u00ff", "malformed UTF-8 at byte 0"),
        arguments(NOT_UTF8, "{a}   \u00e4", "malformed UTF-8 at byte 6"),
        arguments(NOT_JSON, "", "an empty record"),
        arguments(NOT_JSON, " \t\r\n", "an empty record"),
        arguments(NOT_JSON, "\u00ef\u00bb\u00bf{" + time + "," + url + "}", "byte order mark"),
        arguments(NOT_JSON, "{" + time + "," + url, "the text ends too early at byte 46"),
        arguments(NOT_JSON, "{" + time + "," + url + ",}", "a name in quotes at byte 47"),
        arguments(NOT_JSON, "{" + time + "," + url + "}}", "more text behind the value at byte 47"),
        arguments(NOT_JSON, "{{" + time + "," + url + "}}", "a name in quotes at byte 1"),
        arguments(NOT_JSON, "{\"a\":NaN}", "expected a value at byte 5"),
        arguments(NOT_JSON, "{/**/}", "expected a name in quotes at byte 1"),
        arguments(NOT_JSON, "{\"a\":\"\t\"}", "a control character at byte 6"),
        arguments(NOT_JSON, "{\"a\":[[[[[[[[]]]]]]]]}", "nested deeper than 8 levels at byte 12"),
        arguments(NOT_JSON, "page_view", "expected a value at byte 0"),
        arguments(NOT_JSON, "[1,2", "the text ends too early at byte 4"),
        arguments(NOT_AN_OBJECT, "[{" + time + "}]", "not an object"),
        arguments(NOT_AN_OBJECT, " \"text\" ", "not an object"),
        arguments(NOT_AN_OBJECT, "42", "not an object"),
        arguments(NOT_AN_OBJECT, "null", "not an object"),
        arguments(NO_EVENT_TIME, "{}", "event_time, timestamp, time_stamp, ts, time"),
        arguments(NO_EVENT_TIME, "{" + url + "}", "no value in event_time"),
        arguments(NO_EVENT_TIME, "{\"event_time\":null," + url + "}", "no value in event_time"),
        arguments(NO_EVENT_TIME, "{\"time\":{\"at\":1}," + url + "}", "no value in event_time"),
        arguments(UNREADABLE_EVENT_TIME, "{\"ts\":\"\"}", "'' is neither ISO 8601"),
        arguments(UNREADABLE_EVENT_TIME, "{\"ts\":true," + url + "}", "'true' is neither"),
        arguments(UNREADABLE_EVENT_TIME, "{\"ts\":\"yesterday\"," + url + "}", "'yesterday'"),
        arguments(UNREADABLE_EVENT_TIME, "{\"ts\":\"2026-02-29\"}", "'2026-02-29' is neither"),
        arguments(
            UNREADABLE_EVENT_TIME,
            "{\"ts\":\"" + "x".repeat(39) + "\\u00e4rgerlich\"}",
            "'" + "x".repeat(39) + "…' is neither"),
        arguments(NO_URL, "{" + time + "}", "no value in url, page_url, page, current_url"),
        arguments(NO_URL, "{" + time + ",\"url\":null}", "no value in url"),
        arguments(NO_URL, "{" + time + ",\"url\":[\"/\"]}", "no value in url"),
        arguments(UNREADABLE_URL, "{" + time + ",\"url\":\"\"}", "'' is not a URL: it is blank"),
        arguments(UNREADABLE_URL, "{" + time + ",\"url\":\"/a\\nb\"}", "'/a\ufffdb' is not a URL"),
        arguments(UNREADABLE_URL, "{" + time + ",\"url\":\"http:///a\"}", "it has no host"),
        arguments(
            IMPLAUSIBLE_EVENT_TIME,
            "{\"ts\":\"2026-01-02T00:00:00.001Z\"," + url + "}",
            "86400001 ms ahead"),
        arguments(IMPLAUSIBLE_EVENT_TIME, "{\"ts\":\"9999-12-31\"," + url + "}", "ahead"));
  }

  @ParameterizedTest
  @MethodSource("records")
  void aBadRecordFailsForItsReason(Failure failure, String record, String detail) {
    Parsed parsed = Parsed.of(parser, record.getBytes(ISO_8859_1), NOW);
    assertThat(parsed.failure(), is(failure));
    assertThat(parsed.detail(), containsString(detail));
    assertThat(parsed.detail().length(), lessThan(200));
    assertThat(parsed.detail(), not(containsString("\n")));
    assertThat(parsed.fields(), is(anEmptyMap()));
  }

  @Test
  void ofSeveralFaultsTheFirstInTheDocumentedOrderIsNamed() {
    String all = "{\"ts\":\"?\",\"url\":\"\",\"a\":\u0001\u00ff";
    String[] mended = {
      "x".repeat(1_000) + all,
      all,
      all.replace("\u00ff", ""),
      "[" + all.replace("\u0001\u00ff", "1}]"),
      "{\"url\":\"\"}",
      "{\"ts\":\"?\",\"url\":\"\"}",
      "{\"ts\":\"9999-12-31\"}",
      "{\"ts\":\"9999-12-31\",\"url\":\"\"}",
      "{\"ts\":\"9999-12-31\",\"url\":\"/\"}",
      "{\"ts\":\"2026-01-01\",\"url\":\"/\"}"
    };
    Failure[] failures = {
      TOO_LARGE,
      NOT_UTF8,
      NOT_JSON,
      NOT_AN_OBJECT,
      NO_EVENT_TIME,
      UNREADABLE_EVENT_TIME,
      NO_URL,
      UNREADABLE_URL,
      IMPLAUSIBLE_EVENT_TIME,
      null
    };
    for (int i = 0; i < mended.length; i++) {
      Parsed parsed = Parsed.of(parser, mended[i].getBytes(ISO_8859_1), NOW);
      assertThat(mended[i], parsed.failure(), is(failures[i]));
    }
  }

  @Test
  void aRecordOfExactlyTheGreatestSizeIsRead() {
    String start = "{\"ts\":0,\"url\":\"/";
    String record = start + "x".repeat(1_000 - start.length() - 2) + "\"}";
    assertThat(Parsed.of(parser, record.getBytes(UTF_8)).failure(), is(nullValue()));
    assertThat(Parsed.of(parser, (record + " ").getBytes(UTF_8)).failure(), is(TOO_LARGE));
  }

  @Test
  void nestingOfExactlyTheGreatestDepthIsRead() {
    String record = "{\"ts\":0,\"url\":\"/\",\"a\":" + "[".repeat(7) + "]".repeat(7) + "}";
    assertThat(Parsed.of(parser, record.getBytes(UTF_8)).failure(), is(nullValue()));
  }

  @Test
  void objectsOnThePathOfAFieldCountAsNesting() {
    FieldMap fields = FieldMap.standard().with("user_id=a.b.c");
    byte[] record = "{\"ts\":0,\"url\":\"/\",\"a\":{\"b\":{\"c\":1}}}".getBytes(UTF_8);
    assertThat(
        Parsed.of(new EventParser(fields, new Limits(100, 0, 3)), record).failure(),
        is(nullValue()));
    assertThat(
        Parsed.of(new EventParser(fields, new Limits(100, 0, 2)), record).detail(),
        containsString("deeper than 2 levels at byte 27"));
  }

  @Test
  void aTimeIsPlausibleUpToTheGreatestDistance() {
    byte[] farthest = "{\"ts\":\"2026-01-02T00:00:00.000000Z\",\"url\":\"/\"}".getBytes(UTF_8);
    byte[] tooFar = "{\"ts\":\"2026-01-02T00:00:00.000001Z\",\"url\":\"/\"}".getBytes(UTF_8);
    assertThat(Parsed.of(parser, farthest, NOW).failure(), is(nullValue()));
    assertThat(Parsed.of(parser, tooFar, NOW).failure(), is(IMPLAUSIBLE_EVENT_TIME));
    assertThat(Parsed.of(parser, tooFar, Long.MAX_VALUE).failure(), is(nullValue()));
  }

  @Test
  void withoutATimestampOfTheRecordEveryTimeIsPlausible() {
    byte[] record = "{\"ts\":\"9999-12-31\",\"url\":\"/\"}".getBytes(UTF_8);
    assertThat(Parsed.of(parser, record, -1).failure(), is(nullValue()));
  }

  @Test
  void aHundredThousandBracketsExhaustNoStack() {
    EventParser deep = new EventParser(FieldMap.standard(), Limits.DEFAULT);
    EventParser bottomless =
        new EventParser(FieldMap.standard(), new Limits(1 << 20, DAY, 200_000));
    for (String bracket : new String[] {"[", "{\"a\":"}) {
      byte[] open = ("{\"a\":" + bracket.repeat(100_000)).getBytes(UTF_8);
      assertThat(Parsed.of(deep, open).detail(), containsString("deeper than 512 levels"));
      assertThat(Parsed.of(bottomless, open).detail(), containsString("ends too early"));
    }
    String balanced =
        "{\"ts\":0,\"url\":\"/\",\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(Parsed.of(bottomless, balanced.getBytes(UTF_8)).failure(), is(nullValue()));
  }

  @Test
  void afterAFailureTheNextRecordIsReadAsIfNothingHadBeen() {
    byte[] good = "{\"ts\":0,\"url\":\"/\",\"a\":[{}]}".getBytes(UTF_8);
    Parsed expected = Parsed.of(new EventParser(FieldMap.standard(), Limits.DEFAULT), good);
    records()
        .forEach(
            record -> {
              String bad = (String) record.get()[1];
              assertThat(
                  Parsed.of(parser, bad.getBytes(ISO_8859_1), NOW).failure(), not(nullValue()));
              assertThat(Parsed.of(parser, good), is(expected));
            });
  }
}
