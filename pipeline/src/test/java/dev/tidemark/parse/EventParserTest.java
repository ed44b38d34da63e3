package dev.tidemark.parse;

import static dev.tidemark.event.Field.EVENT_ID;
import static dev.tidemark.event.Field.EVENT_TYPE;
import static dev.tidemark.event.Field.HEADERS;
import static dev.tidemark.event.Field.HOST;
import static dev.tidemark.event.Field.IP;
import static dev.tidemark.event.Field.PRODUCT_ID;
import static dev.tidemark.event.Field.PROPERTIES;
import static dev.tidemark.event.Field.REFERRER;
import static dev.tidemark.event.Field.SESSION_ID;
import static dev.tidemark.event.Field.STORE_ID;
import static dev.tidemark.event.Field.URL;
import static dev.tidemark.event.Field.USER_AGENT;
import static dev.tidemark.event.Field.USER_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;

import dev.tidemark.event.Failure;
import dev.tidemark.event.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {
  private static final long MICROS = 1_767_225_600_000_000L;

  @ParameterizedTest
  @CsvSource({
    "EVENT_ID, event_id",
    "EVENT_ID, id",
    "EVENT_TYPE, event_type",
    "EVENT_TYPE, type",
    "USER_ID, user_id",
    "USER_ID, user",
    "USER_ID, userId",
    "USER_ID, device_id",
    "HOST, host",
    "REFERRER, referrer",
    "REFERRER, referer",
    "REFERRER, referrer_url",
    "USER_AGENT, user_agent",
    "USER_AGENT, userAgent",
    "USER_AGENT, ua",
    "IP, ip",
    "IP, ip_address",
    "IP, remote_ip",
    "SESSION_ID, session_id",
    "PRODUCT_ID, product_id",
    "STORE_ID, store_id",
  })
  void aFieldIsFoundByEachOfItsNames(Field field, String name) {
    Parsed parsed = Parsed.event("\"" + name + "\":\"v\"");
    assertThat(parsed.fields(), is(Map.of(field, "v", URL, "/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"url", "page_url", "page", "current_url"})
  void theUrlIsFoundByEachOfItsNames(String name) {
    Parsed parsed = Parsed.of("{\"ts\":0,\"" + name + "\":\"/v\"}");
    assertThat(parsed.fields(), is(Map.of(URL, "/v")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"event_time", "timestamp", "time_stamp", "ts", "time"})
  void theTimeIsFoundByEachOfItsNames(String name) {
    Parsed parsed = Parsed.of("{\"" + name + "\":\"2026-01-01\",\"url\":\"/\"}");
    assertThat(parsed.eventMicros(), is(MICROS));
    assertThat(parsed.fields(), is(Map.of(URL, "/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"URL", "Url", "url ", "ur", "urll", "", "page_urls", "current_uri"})
  void aNameThatOnlyLooksLikeOneIsUnknown(String name) {
    assertThat(Parsed.of("{\"ts\":0,\"" + name + "\":\"/\"}").failure(), is(Failure.NO_URL));
  }

  @Test
  void aNameInEscapesIsTheSameName() {
    assertThat(Parsed.event("\"\\u0075ser\\u005fid\":\"v\"").get(USER_ID), is("v"));
  }

  @Test
  void theBetterNameWinsWhateverTheOrderAndTheOtherIsKeptInProperties() {
    for (String members :
        new String[] {
          "\"id\":\"worse\",\"event_id\":\"b\"", "\"event_id\":\"b\",\"id\":\"worse\""
        }) {
      Parsed parsed = Parsed.event(members);
      assertThat(parsed.get(EVENT_ID), is("b"));
      assertThat(parsed.get(PROPERTIES), is("{\"id\":\"worse\"}"));
    }
  }

  @Test
  void ofANameThatIsGivenTwiceTheLastValueWins() {
    assertThat(
        Parsed.event("\"id\":\"a\",\"id\":\"b\"").fields(), is(Map.of(EVENT_ID, "b", URL, "/")));
    assertThat(
        Parsed.event("\"device_id\":\"d\",\"user_id\":\"a\",\"user_id\":null").get(USER_ID),
        is("d"));
    Parsed parsed = Parsed.event("\"user_id\":\"a\",\"user_id\":[1]");
    assertThat(parsed.get(USER_ID), is(nullValue()));
    assertThat(parsed.get(PROPERTIES), is("{\"user_id\":[1]}"));
  }

  @ParameterizedTest
  @CsvSource({"123, 123", "-1.50e+3, -1.50e+3", "true, true", "false, false", "'\"\"', ''"})
  void scalarsAreTakenAsTheirText(String value, String text) {
    assertThat(Parsed.event("\"user_id\":" + value).get(USER_ID), is(text));
  }

  @Test
  void nullIsAbsent() {
    assertThat(
        Parsed.event("\"user_id\":null,\"headers\":null,\"properties\":null").fields(),
        is(Map.of(URL, "/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":7}", "[\"a\"]", "{}", "[]"})
  void whatIsNoScalarIsKeptInPropertiesAndAWorseNameTakesItsPlace(String value) {
    Parsed parsed = Parsed.event("\"user\":" + value + ",\"device_id\":\"d\"");
    assertThat(parsed.get(USER_ID), is("d"));
    assertThat(parsed.get(PROPERTIES), is("{\"user\":" + value + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"", "[1]", "7", "true"})
  void headersAndPropertiesThatAreNoObjectsAreKeptInProperties(String value) {
    Parsed parsed = Parsed.event("\"headers\":" + value + ",\"properties\":" + value);
    assertThat(parsed.get(HEADERS), is(nullValue()));
    assertThat(
        parsed.get(PROPERTIES), is("{\"headers\":" + value + ",\"properties\":" + value + "}"));
  }

  @Test
  void propertiesAloneAreTheSliceThatTheyWere() {
    byte[] record = "{\"ts\":0,\"url\":\"/\",\"properties\": { \"a\" : [ 1 ] } }".getBytes(UTF_8);
    EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);
    assertThat(parser.parse(record, 0, record.length, 0), is(true));
    assertThat(parser.source(PROPERTIES), is(sameInstance(record)));
    assertThat(Parsed.of(parser, record).get(PROPERTIES), is("{ \"a\" : [ 1 ] }"));
  }

  @Test
  void unknownFieldsJoinTheProperties() {
    assertThat(
        Parsed.event("\"a\" : 1 ,\"properties\":{ \"b\":2 },\"c\":[{\"d\":null}]").get(PROPERTIES),
        is("{\"b\":2 ,\"a\" : 1,\"c\":[{\"d\":null}]}"));
    assertThat(Parsed.event("\"a\":1,\"properties\":{ }").get(PROPERTIES), is("{\"a\":1}"));
    assertThat(Parsed.event("\"a\":null").get(PROPERTIES), is("{\"a\":null}"));
    assertThat(Parsed.event("\"properties\":{}").get(PROPERTIES), is("{}"));
  }

  @Test
  void noOtherNameCarriesAnAddressIntoStorage() {
    Parsed parsed =
        Parsed.event("\"ip\":\"1.2.3.4\",\"remote_ip\":\"5.6.7.8\",\"ip_address\":[\"9.9.9.9\"]");
    assertThat(parsed.fields(), is(Map.of(IP, "1.2.3.4", URL, "/")));
  }

  @Test
  void headersFillGapsInWhateverCase() {
    String headers =
        "{\"Referer\":\"https://r.example/\",\"USER-AGENT\":\"curl/8\",\"hOsT\":\"h.example\","
            + "\"accept\":\"*/*\"}";
    Parsed parsed = Parsed.event("\"headers\":" + headers);
    assertThat(
        parsed.fields(),
        is(
            Map.of(
                REFERRER, "https://r.example/",
                USER_AGENT, "curl/8",
                HOST, "h.example",
                URL, "/",
                HEADERS, headers)));
  }

  @Test
  void headersDoNotReplaceWhatTheEventTells() {
    Parsed parsed =
        Parsed.event(
            "\"headers\":{\"referer\":\"h\",\"user-agent\":\"h\",\"host\":\"h\"},"
                + "\"ua\":\"e\",\"referer\":\"e\",\"host\":\"e\"");
    assertThat(parsed.get(REFERRER), is("e"));
    assertThat(parsed.get(USER_AGENT), is("e"));
    assertThat(parsed.get(HOST), is("e"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|",
        "{\"hosts\":\"a\"}|",
        "{\"host\":null}|",
        "{\"host\":[\"a\"]}|",
        "{\"host\":\"a\",\"Host\":\"b\"}|b",
        "{\"host\":\"a\",\"Host\":null}|",
        "{\"host\":7}|7",
        "{\"\\u0048ost\":\"\\u0061\\/\"}|a/",
        "{ \"x\" : {\"host\":\"no\"} , \"host\" : \"a\" }|a",
      })
  void oneHeaderCounts(String headers, String host) {
    assertThat(Parsed.event("\"headers\":" + headers).get(HOST), is(host));
  }

  @ParameterizedTest
  @CsvSource({
    "\\\"\\\\\\/, '\"\\/'",
    "\\u00e4\\u20ac\\ud83d\\ude00, ä€😀",
    "\\uD83D\\uDE00, 😀",
    "ä€😀, ä€😀",
    "\\u007f\\u0080\\u07ff\\u0800\\uffff, '\u007f\u0080\u07ff\u0800\uffff'",
  })
  void everyCharacterSurvives(String json, String text) {
    Parsed parsed = Parsed.event("\"user_id\":\"" + json + "\"");
    assertThat(parsed.get(USER_ID), is(text));
    assertThat(parsed.replaced(), is(0));
  }

  @Test
  void whitespaceInEscapesIsWhitespace() {
    assertThat(Parsed.event("\"user_id\":\"\\b\\f\\n\\r\\t\"").get(USER_ID), is("\b\f\n\r\t"));
  }

  @ParameterizedTest
  @CsvSource({
    "\\u0000, 1, �",
    "a\\u0000b\\u0000, 2, a�b�",
    "\\ud800, 1, �",
    "\\udc00, 1, �",
    "\\ud800\\ud800, 2, ��",
    "\\udc00\\ud800, 2, ��",
    "\\ud83d\\ud83d\\ude00, 1, �😀",
    "\\ud83d\\u0000, 2, ��",
    "\\ud83dx, 1, �x",
    "\\ud83d\\n, 1, '�\n'",
    "\\\\u0000, 0, \\u0000",
  })
  void whatPostgresCannotHoldIsReplacedAndCounted(String json, int replaced, String text) {
    Parsed parsed = Parsed.event("\"user_id\":\"" + json + "\"");
    assertThat(parsed.get(USER_ID), is(text));
    assertThat(parsed.replaced(), is(replaced));
  }

  @Test
  void headersAndPropertiesHoldNothingThatJsonbRefuses() {
    Parsed parsed =
        Parsed.event(
            "\"headers\":{\"a\\u0000\":\"\\ud800\"},"
                + "\"properties\":{\"n\":[1e131072,-1E+400000,1e-16384,1e131071,\"1e400000\"]},"
                + "\"\\udc00\":\"\\ud83d\\ude00\\\\u0000\"");
    assertThat(parsed.get(HEADERS), is("{\"a\\ufffd\":\"\\ufffd\"}"));
    assertThat(
        parsed.get(PROPERTIES),
        is(
            "{\"n\":[\"1e131072\",\"-1E+400000\",\"1e-16384\",1e131071,\"1e400000\"],"
                + "\"\\ufffd\":\"\\ud83d\\ude00\\\\u0000\"}"));
    assertThat(parsed.replaced(), is(6));
  }

  @Test
  void aScalarKeepsItsDigitsHoweverMany() {
    Parsed parsed = Parsed.event("\"user_id\":1e400000");
    assertThat(parsed.get(USER_ID), is("1e400000"));
    assertThat(parsed.replaced(), is(0));
  }

  @Test
  void stringsOfAnyLengthSurvive() {
    for (int length = 0; length < 70; length++) {
      String text = "é".repeat(length) + "x".repeat(length);
      assertThat(Parsed.event("\"user_id\":\"" + text + "\"").get(USER_ID), is(text));
    }
    String url = "https://example.com/" + "ü/x".repeat(100_000);
    assertThat(Parsed.of("{\"ts\":0,\"url\":\"" + url + "\"}").get(URL), is(url));
    String escaped = url.replace("/", "\\/");
    assertThat(Parsed.of("{\"ts\":0,\"url\":\"" + escaped + "\"}").get(URL), is(url));
  }

  @Test
  void whitespaceBetweenTokensMeansNothing() {
    Parsed parsed = Parsed.of(" \n{ \"ts\"\t:\r\n0 , \"url\" : \"/\" , \"user_id\" : 7 } \r\n");
    assertThat(parsed.fields(), is(Map.of(URL, "/", USER_ID, "7")));
  }

  @Test
  void anEventMayHaveMoreMembersThanAnyoneExpects() {
    StringBuilder members = new StringBuilder("\"a0\":0");
    for (int i = 1; i < 10_000; i++) {
      members.append(",\"a").append(i).append("\":").append(i);
    }
    assertThat(Parsed.event(members.toString()).get(PROPERTIES), is("{" + members + "}"));
  }

  @Test
  void nestedPathsTakeTheirValuesOutOfWhatIsKept() {
    FieldMap fields =
        FieldMap.standard()
            .with("url=request.uri,user_id=request.user.id,ip=client.ip,store_id=properties.store");
    Parsed parsed =
        Parsed.of(
            fields,
            "{\"ts\":0,\"request\":{\"uri\":\"/a\",\"user\":{\"id\":7,\"name\":\"n\"}},"
                + "\"client\":{\"ip\":\"1.2.3.4\"},\"url\":\"/b\","
                + "\"properties\":{\"store\":\"s\",\"x\":1}}");
    assertThat(
        parsed.fields(),
        is(
            Map.of(
                URL, "/a",
                USER_ID, "7",
                IP, "1.2.3.4",
                STORE_ID, "s",
                PROPERTIES, "{\"x\":1,\"request\":{\"user\":{\"name\":\"n\"}},\"url\":\"/b\"}")));
  }

  @Test
  void aPathThroughHeadersTakesOutOfThem() {
    FieldMap fields = FieldMap.standard().with("ip=headers.x-real-ip,session_id=headers.sid");
    Parsed parsed =
        Parsed.event(
            fields, "\"headers\":{\"x-real-ip\":\"1.2.3.4\",\"host\":\"h\",\"sid\":{\"a\":1}}");
    assertThat(parsed.get(IP), is("1.2.3.4"));
    assertThat(parsed.get(HOST), is("h"));
    assertThat(parsed.get(SESSION_ID), is(nullValue()));
    assertThat(parsed.get(HEADERS), is("{\"host\":\"h\",\"sid\":{\"a\":1}}"));
    assertThat(
        Parsed.event(fields, "\"headers\":{\"x-real-ip\":\"1.2.3.4\"}").get(HEADERS), is("{}"));
  }

  @Test
  void ofAnObjectThatIsGivenTwiceTheLastOneCounts() {
    FieldMap fields = FieldMap.standard().with("product_id=a.b.c");
    assertThat(
        Parsed.event(fields, "\"a\":{\"b\":{\"c\":1}},\"a\":{\"b\":{\"c\":2}}").get(PRODUCT_ID),
        is("2"));
    assertThat(
        Parsed.event(fields, "\"a\":{\"b\":{\"c\":1}},\"a\":5").get(PRODUCT_ID), is(nullValue()));
  }

  @Test
  void anObjectThatIsEmptiedLeavesNothingOfOneBeforeIt() {
    FieldMap fields = FieldMap.standard().with("ip=client.ip");
    Parsed parsed = Parsed.event(fields, "\"client\":{\"v\":1},\"client\":{\"ip\":\"1.2.3.4\"}");
    assertThat(parsed.fields(), is(Map.of(IP, "1.2.3.4", URL, "/")));
  }

  @Test
  void headersAndPropertiesMayGoByOtherNames() {
    FieldMap fields = FieldMap.standard().with("headers=http.headers,properties=extra");
    Parsed parsed =
        Parsed.event(
            fields,
            "\"http\":{\"headers\":{\"Host\":\"h\"},\"v\":2},\"extra\":{\"a\":1},"
                + "\"properties\":{\"b\":2}");
    assertThat(parsed.get(HOST), is("h"));
    assertThat(parsed.get(HEADERS), is("{\"Host\":\"h\"}"));
    assertThat(parsed.get(PROPERTIES), is("{\"a\":1,\"http\":{\"v\":2},\"properties\":{\"b\":2}}"));
  }

  @Test
  void theTypeIsLeftToItsReaderWhenTheEventNamesNone() {
    assertThat(Parsed.event("\"a\":1").fields().keySet(), not(hasItem(EVENT_TYPE)));
  }
}
