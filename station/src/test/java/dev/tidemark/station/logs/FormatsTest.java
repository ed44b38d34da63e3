package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.run.UserError;
import dev.tidemark.station.logs.Request.Part;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

  private static final String COMBINED =
      "81.2.69.142 - ann [10/Oct/2025:13:55:36 +0200] \"GET /shoes?size=42 HTTP/1.1\" 200 2326"
          + " \"https://www.google.com/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:121.0)\"";

  private static final String ALL_OF_COMBINED =
      "2025-10-10T11:55:36Z {ADDRESS=81.2.69.142, BYTES=2326, METHOD=GET,"
          + " REFERRER=https://www.google.com/, STATUS=200, TARGET=/shoes?size=42, USER=ann,"
          + " USER_AGENT=Mozilla/5.0 (X11; Linux x86_64; rv:121.0)}";

  record Known(String format, String line, String told) {}

  static List<Known> knownLines() {
    return List.of(
        new Known("combined", COMBINED, ALL_OF_COMBINED),
        new Known("combined", COMBINED + " \"203.0.113.7\" rt=0.003 \"-\"", ALL_OF_COMBINED),
        new Known("vhost_combined", "shop.example:443 " + COMBINED, with("HOST=shop.example")),
        new Known(
            "common",
            "2001:db8::1 - - [01/Jan/2026:00:00:00 -0500] \"POST /form HTTP/2.0\" 302 -",
            "2026-01-01T05:00:00Z {ADDRESS=2001:db8::1, METHOD=POST, STATUS=302, TARGET=/form}"),
        new Known(
            "combined",
            "192.0.2.1 - - [10/Oct/2025:13:55:36 +0000] \"GET /caf\\xc3\\xa9 HTTP/1.1\" 200 5"
                + " \"-\" \"say \\\"hi\\\" \\x22x\\x22\"",
            "2025-10-10T13:55:36Z {ADDRESS=192.0.2.1, BYTES=5, METHOD=GET, STATUS=200,"
                + " TARGET=/café, USER_AGENT=say \"hi\" \"x\"}"),
        new Known(
            "combined",
            "192.0.2.1 - - [10/Oct/2025:13:55:36 +0000] \"-\" 408 0 \"-\" \"-\"",
            "2025-10-10T13:55:36Z {ADDRESS=192.0.2.1, BYTES=0, STATUS=408}"),
        new Known(
            "json",
            "{\"time\":\"2025-10-10T13:55:36+02:00\",\"remote_addr\":\"192.0.2.1\",\"request\":\"GET"
                + " /a?b=1 HTTP/1.1\",\"status\":\"200\",\"request_time\":\"0.012\",\"host\":\"a.example\"}",
            "2025-10-10T11:55:36Z {ADDRESS=192.0.2.1, HOST=a.example, METHOD=GET, MILLIS=12,"
                + " STATUS=200, TARGET=/a?b=1}"),
        new Known(
            "json",
            "{\"level\":\"info\",\"ts\":1760097336.123,\"request\":{\"remote_ip\":\"192.0.2.1\","
                + "\"method\":\"GET\",\"host\":\"b.example\",\"uri\":\"/x\",\"headers\":{\"User-Agent\":"
                + "[\"curl/8\"],\"Referer\":[\"https://t.co/\"]}},\"duration\":0.5,\"size\":9,\"status\":200}",
            "2025-10-10T11:55:36.123Z {ADDRESS=192.0.2.1, BYTES=9, HOST=b.example, METHOD=GET,"
                + " MILLIS=500, REFERRER=https://t.co/, STATUS=200, TARGET=/x, USER_AGENT=curl/8}"),
        new Known(
            "json",
            "{\"StartUTC\":\"2025-10-10T11:55:36.5Z\",\"ClientHost\":\"192.0.2.1\",\"RequestMethod\":"
                + "\"GET\",\"RequestPath\":\"/t\",\"RequestHost\":\"c.example\",\"RequestScheme\":\"https\","
                + "\"DownstreamStatus\":304,\"Duration\":2000000,\"request_User-Agent\":\"x\"}",
            "2025-10-10T11:55:36.500Z {ADDRESS=192.0.2.1, HOST=c.example, METHOD=GET, MILLIS=2,"
                + " SCHEME=https, STATUS=304, TARGET=/t, USER_AGENT=x}"));
  }

  private static String with(String more) {
    return ALL_OF_COMBINED.replace("METHOD=GET", more + ", METHOD=GET");
  }

  @ParameterizedTest
  @MethodSource("knownLines")
  void aLineTellsWhatItSays(Known known) throws UnreadableLine {
    assertThat(told(Formats.named(known.format), known.line), is(known.told));
  }

  @ParameterizedTest
  @MethodSource("knownLines")
  void theFormatIsFoundOutAmongBadLines(Known known) {
    LogFormat found = Formats.detect(List.of("what is this?", known.line, ""));
    assertThat(found.name(), is(Formats.named(known.format).name()));
  }

  @Test
  void iisNamesItsFieldsAndWritesSpacesAsPlus() throws UnreadableLine {
    String fields =
        "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) cs(Referer)"
            + " sc-status time-taken cs-host";
    LogFormat format =
        Formats.detect(
            List.of(
                "#Software: Microsoft Internet Information Services 10.0",
                fields,
                "2025-10-10 13:55:36 GET /a - ::1 curl/8 - 200 1 h.example"));
    assertThat(format.read(fields), is(nullValue()));
    assertThat(format.context(), is(fields));
    assertThat(format.name(), is("W3C extended"));
    assertThat(format.read("#Date: 2025-10-10 00:00:00"), is(nullValue()));
    assertThat(
        told(
            format,
            "2025-10-10 13:55:36 GET /default.aspx id=5&x=a+b 192.0.2.1 Mozilla/5.0+(Windows)"
                + " https://example.org/a+b 200 31 shop.example"),
        is(
            "2025-10-10T13:55:36Z {ADDRESS=192.0.2.1, HOST=shop.example, METHOD=GET, MILLIS=31,"
                + " REFERRER=https://example.org/a+b, STATUS=200,"
                + " TARGET=/default.aspx?id=5&x=a+b, USER_AGENT=Mozilla/5.0 (Windows)}"));
    String line = "2025-10-10 13:55:36 GET /";
    UnreadableLine thrown = assertThrows(UnreadableLine.class, () -> format.read(line));
    assertThat(thrown.getMessage(), is("it has 4 fields, and '#Fields:' names 11"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "%v %{X-Forwarded-For}i %h [%{%Y-%m-%d %H:%M:%S}t] \"%m %U%q\" %s %D"
            + "| a.example 203.0.113.7, 10.0.0.1 10.0.0.2 [2025-10-10 11:55:36] \"GET /p?q=1\" 200 2500"
            + "| 2025-10-10T11:55:36Z {ADDRESS=203.0.113.7, HOST=a.example, METHOD=GET, MILLIS=3,"
            + " STATUS=200, TARGET=/p?q=1}",
        "%{sec}t %a %r|1760097336 192.0.2.1 GET / HTTP/1.0"
            + "|2025-10-10T11:55:36Z {ADDRESS=192.0.2.1, METHOD=GET, TARGET=/}",
        "$remote_addr [$time_iso8601] $scheme://$host \"$request_uri\" $status $request_time"
            + "|192.0.2.1 [2025-10-10T11:55:36+00:00] http://a.example \"/p?q\" 200 0.250"
            + "|2025-10-10T11:55:36Z {ADDRESS=192.0.2.1, HOST=a.example, MILLIS=250, SCHEME=http,"
            + " STATUS=200, TARGET=/p?q}",
        "$msec;$remote_addr;$request_method;$uri;$args;$http_x_forwarded_for"
            + "|1760097336.500;192.0.2.1;GET;/p;a=1;203.0.113.7, 10.0.0.1"
            + "|2025-10-10T11:55:36.500Z {ADDRESS=203.0.113.7, METHOD=GET, TARGET=/p?a=1}",
      })
  void aFormatStringIsReadAsItsServerMeansIt(String format, String line, String told)
      throws UnreadableLine {
    assertThat(told(Formats.named(format.strip()), line.strip()), is(told.strip()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apache           | --format=apache is not known.",
        "%h %r            | there is no time in it",
        "%h %t            | there is no request in it",
        "%t %h%u %r       | two fields have nothing between them",
        "%{%Q}t %r        | %Q in a time is not known",
      })
  void aFormatStringThatCannotWorkIsRefused(String format, String message) {
    UserError thrown = assertThrows(UserError.class, () -> Formats.named(format));
    assertThat(thrown.isUsage(), is(true));
    assertThat(thrown.getMessage(), containsString(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1 - - [10/Okt/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\"",
        "192.0.2.1 - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"Mozil",
        "192.0.2.1 - - [31/Feb/2025:99:55:36 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\"",
        "192.0.2.1 - -",
        "\\",
        "\u0016\u0003\u0001",
      })
  void aBadLineIsNoRequest(String line) {
    assertThrows(UnreadableLine.class, () -> Formats.named("combined").read(line));
    assertThat(Formats.detect(List.of(line)), is(nullValue()));
  }

  @ParameterizedTest
  @MethodSource("knownLines")
  void howeverALineIsCutItIsReadOrRefused(Known known) {
    LogFormat format = Formats.named(known.format);
    for (int end = 0; end < known.line.length(); end++) {
      String cut = known.line.substring(0, end);
      try {
        format.read(cut);
      } catch (UnreadableLine refused) {
        assertThat(refused.getMessage().isEmpty(), is(false));
      }
    }
  }

  private static String told(LogFormat format, String line) throws UnreadableLine {
    Request request = format.read(new String(line.getBytes(UTF_8), ISO_8859_1));
    TreeMap<String, String> byName = new TreeMap<>();
    for (Part part : Part.values()) {
      if (request.get(part) != null) {
        byName.put(part.name(), request.get(part));
      }
    }
    return request.time() + " " + byName;
  }
}
