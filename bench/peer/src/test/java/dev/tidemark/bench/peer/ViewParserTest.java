package dev.tidemark.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ViewParserTest {
  private final ViewParser parser = new ViewParser();

  @Test
  void findsTheFieldsWhateverStandsBetweenThem() throws IOException {
    View view =
        view(
            "{'event_id':'7','event_time':'2026-01-09T23:50:03.250Z','user_id':'u42','more':{'url':1},"
                + "'list':[1,2],'url':'https://shop.example/a','referrer':'https://a.example/','ip':'x'}");
    assertThat(view.time, equalTo(Instant.parse("2026-01-09T23:50:03.250Z").toEpochMilli()));
    assertThat(view.user, equalTo("u42"));
    assertThat(view.url, equalTo("https://shop.example/a"));
    assertThat(view.referrer, equalTo("https://a.example/"));
  }

  @Test
  void takesNoReferrerAndADashForTheSame() throws IOException {
    assertThat(view("{'url':'a','referrer':'-'}").referrer, equalTo(""));
    assertThat(view("{'url':'a'}").referrer, equalTo(""));
  }

  @Test
  void forgetsTheReferrerOfTheEventBefore() throws IOException {
    View view = new View();
    parser.parse(json("{'referrer':'https://a.example/'}"), view);
    parser.parse(json("{'url':'a'}"), view);
    assertThat(view.referrer, equalTo(""));
  }

  @Test
  void makesOneStringOfAUrlThatComesAgain() throws IOException {
    assertThat(
        view("{'url':'https://a.example/'}").url,
        sameInstance(view("{'url':'https://a.example/'}").url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-09T23:50:03.250Z",
        "2024-02-29T00:00:00.000Z",
        "2000-03-01T12:59:59.999Z",
        "1970-01-01T00:00:00.000Z",
        "2026-01-09T23:50:03Z",
        "2026-01-09T23:50:03.250123Z"
      })
  void readsTimesAsThePlatformDoes(String time) throws IOException {
    assertThat(
        view("{'event_time':'" + time + "'}").time, equalTo(Instant.parse(time).toEpochMilli()));
  }

  @ParameterizedTest
  @CsvSource({
    "https://Shop.Example/a?b=//c, shop.example",
    "http://me@shop.example:8080, shop.example",
    "https://[::1]:80/a, [::1]",
    "https://shop.example?x, shop.example",
    "/only/a/path, ''"
  })
  void knowsTheHostOfAUrl(String url, String host) {
    assertThat(Hosts.parse(url), equalTo(host));
  }

  private View view(String json) throws IOException {
    return parser.parse(json(json));
  }

  private static byte[] json(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }
}
