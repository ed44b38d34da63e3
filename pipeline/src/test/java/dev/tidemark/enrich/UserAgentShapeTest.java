package dev.tidemark.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentShapeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "curl/8.4.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/440.0.0.31.105;FBBV/531119063;"
            + "FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.1;FBSS/3;FBID/phone;FBLC/nb_NO;FBOP/5]",
        "[FBAN/FB4A;FBAV/374.0.0.20.109;FBDM/{density=3.0,width=1080,height=2076};FBLC/nl_NL]",
        "Mozilla/5.0 (compatible; anybot/0.3.6 +http://www.uni.example/a/b/c/d/crawling/)",
        "Mozilla%2F5.0+%28Windows+NT+6.1%29+AppleWebKit%2F537.36+%28KHTML%2C+like+Gecko%29",
        "Mozilla/5.0 (Linux; Android 13; \u5c0f\u7c73) MicroMessenger/8.0.44 (\u5fae\u4fe1)",
      })
  void letsRealUserAgentsPass(String userAgent) {
    assertThat(UserAgentShape.isHostile(userAgent), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((((a))))",
        "A/1 [A/1 [A/1 [A/1 [",
        "a/a/a/a/a/a/a/a/a/a",
        "a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/ a/",
        "a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1 a/1",
        "http://a http://b http://c http://d",
        "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
            + "\u00e9\u00e9",
        "<a><a><a><a><a><a><a><a><a>",
      })
  void stopsWhatWouldHoldUpTheParser(String userAgent) {
    assertThat(UserAgentShape.isHostile(userAgent), is(true));
  }
}
