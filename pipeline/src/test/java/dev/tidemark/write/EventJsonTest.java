package dev.tidemark.write;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.micros;
import static dev.tidemark.event.SampleViews.record;
import static dev.tidemark.event.SampleViews.url;
import static dev.tidemark.event.SampleViews.view;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonTest {

  @Test
  void anEventIsOneObjectWhoseMembersAreTheColumnsOfTheTable() {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    ProcessedEvents.add(
        rows,
        view(at("12:00:05.000007"), record(3, 42), url("https://shop.example/a")),
        micros("12:00:06"));
    String json = new EventJson(rows).line(0);
    assertThat(
        json,
        startsWith(
            "{\"topic\":\"web_events\",\"partition\":3,\"offset\":42,\"event_id\":null,"
                + "\"event_time\":\"2026-01-05T12:00:05.000007Z\",\"event_type\":\"page_view\","
                + "\"kafka_time\":\"2026-01-05T12:00:05.000000Z\","
                + "\"processing_time\":\"2026-01-05T12:00:06.000000Z\","));
    assertThat(json, containsString(",\"url\":\"https://shop.example/a\","));
    assertThat(json, containsString(",\"is_bot\":false,"));
    assertThat(json, endsWith(",\"headers\":null,\"properties\":null}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '#',
      value = {
        "0 1970-01-01T00:00:00.000000Z",
        "-1 1969-12-31T23:59:59.999999Z",
        "253402300799999999 9999-12-31T23:59:59.999999Z",
      })
  void aTimeIsIsoInUtcToTheMicrosecond(long micros, String written) {
    assertThat(written(Table.Type.TIME, micros), is('"' + written + '"'));
  }

  @Test
  void aStringIsEscapedOnlyWhereItMustBe() {
    assertThat(
        written(Table.Type.TEXT, "a\"b\\c/d\b\f\n\r\t\u0001\u001f\u007f\u2028"),
        is("\"a\\\"b\\\\c/d\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\u2028\""));
    assertThat(written(Table.Type.TEXT, ""), is("\"\""));
    assertThat(
        written(Table.Type.TEXT, "Grüße, 世界 \uD83D\uDE00"), is("\"Grüße, 世界 \uD83D\uDE00\""));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '#',
      value = {"x\\uD83D", "x\\uDE00", "x\\uDE00\\uD83D", "\\uD83Dx", "\\uD83D\\uD83D\\uDE00"})
  void noLoneSurrogateGetsIntoJson(String codes) {
    String json = written(Table.Type.TEXT, unescaped(codes));
    assertThat(json.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF), is(true));
    assertThat(json, containsString("\uFFFD"));
  }

  @Test
  void numbersTruthsAndDocumentsStandAsTheyAre() {
    assertThat(written(Table.Type.BIGINT, Long.MAX_VALUE), is("9223372036854775807"));
    assertThat(written(Table.Type.INTEGER, -7), is("-7"));
    assertThat(written(Table.Type.DOUBLE, -0.000012), is("-1.2E-5"));
    assertThat(written(Table.Type.DOUBLE, Double.NaN), is("null"));
    assertThat(written(Table.Type.BOOLEAN, true), is("true"));
    assertThat(written(Table.Type.JSON, "{\"a\":[1,null]}"), is("{\"a\":[1,null]}"));
    assertThat(written(Table.Type.JSON, null), is("null"));
  }

  private static String unescaped(String codes) {
    return java.util.regex.Pattern.compile("\\\\u(....)")
        .matcher(codes)
        .replaceAll(code -> Character.toString((char) Integer.parseInt(code.group(1), 16)));
  }

  private static String written(Table.Type type, Object value) {
    Rows rows = new Rows(new Table("t", List.of(new Column("v", type)), List.of(), Conflict.KEEP));
    rows.add(value);
    String line = new EventJson(rows).line(0);
    return line.substring("{\"v\":".length(), line.length() - 1);
  }
}
