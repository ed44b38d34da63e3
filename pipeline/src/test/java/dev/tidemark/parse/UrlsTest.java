package dev.tidemark.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a b|c^\"<>",
        "?q=1",
        "#top",
        "//host/x",
        "//",
        "///x",
        "host/path",
        "host.example",
        "localhost:8080/x",
        "-",
        "http",
        "http:",
        "http:/",
        "http:/x",
        "://x",
        "1http://",
        "/r?u=http://",
        "https://example.com",
        "https://example.com/",
        "https://example.com:443/x",
        "https://example.com:/x",
        "https://example.com:65535",
        "https://example.com:0?x:y",
        "https://user:pass@example.com:80/",
        "https://@example.com/",
        "https://[::1]/",
        "https://[2001:db8::1]:8080/x",
        "https://bücher.example/ä",
        "https://a_b.example/%zz",
        "https://example.com?u=@:x",
        "https://example.com#:x",
        "android-app://com.example.app/",
        "HTTP://EXAMPLE.COM/",
        "mailto:a@b.example",
        "about:blank",
        "/\u00a0\u00c2\u2028",
        " https:///",
      })
  void aUrlOfTheWildIsReadable(String url) {
    assertThat(flaw(url), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource({
    "'', blank",
    "'   ', blank",
    "https://, no host",
    "https:///path, no host",
    "https://?q, no host",
    "https://#f, no host",
    "https://:80/, no host",
    "https://user@/, no host",
    "https://user@:80/, no host",
    "'https:// /', no host",
    "file:///etc/hosts, no host",
    "https://[::1, brackets",
    "https://[::1/]/x, brackets",
    "https://example.com:65536/, port",
    "https://example.com:99999999999999999999/, port",
    "https://example.com:80a/, port",
    "https://example.com:-1/, port",
    "https://example.com: 80/, port",
    "https://2001:db8::1/, port",
    "https://[::1]:x/, port",
  })
  void aUrlWithoutAPlaceToGoIsNot(String url, String flaw) {
    assertThat(flaw(url), containsString(flaw));
  }

  @Test
  void noControlCharacterStandsInAUrl() {
    for (char c = 0; c < 0x180; c++) {
      for (int at = 0; at < 20; at++) {
        String url = "/" + "x".repeat(at) + c + "x".repeat(at % 3 * 5);
        assertThat("U+" + Integer.toHexString(c), flaw(url) != null, is(Character.isISOControl(c)));
      }
    }
  }

  private static String flaw(String url) {
    byte[] bytes = ("@" + url + ":x").getBytes(UTF_8);
    return Urls.flaw(bytes, 1, bytes.length - 2);
  }
}
