package dev.tidemark.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, 8.8.8.8",
    "' 8.8.8.8 ', 8.8.8.8",
    "8.8.8.8:443, 8.8.8.8",
    "255.255.255.255, 255.255.255.255",
    "::1, ::1",
    "::, ::",
    "[::1], ::1",
    "[::1]:65535, ::1",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "1::, 1::",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "fe80::1%eth0, fe80::1",
    "::ffff:1.2.3.4, 1.2.3.4",
    "[::ffff:1.2.3.4]:80, 1.2.3.4",
    "::ffff:102:304, 1.2.3.4",
    "64:ff9b::1.2.3.4, 64:ff9b::102:304",
  })
  void readsALiteralAndWritesItCanonically(String text, String canonical) {
    assertThat(IpAddress.parse(text).toString(), is(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.com",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.4:x",
        "1.2.3.4:123456",
        "1..2.3",
        "+1.2.3.4",
        "-1.2.3.4",
        "1.2.3.4:",
        "1.2.3.4/24",
        "0x7f.1.1.1",
        "2130706433",
        "::1::",
        ":::",
        ":1",
        "1:",
        "1:2:3:4:5:6:7",
        "g::1",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "[::1",
        "::1]",
        "[::1]x",
        "[1.2.3.4]",
        "1:2:3:4:5:6:7:8::",
        "\u0661.2.3.4",
        "unknown",
        "-"
      })
  void takesNothingElseForAnAddress(String text) {
    assertThat(IpAddress.parse(text), nullValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "169.254.1.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:10.0.0.1"
      })
  void knowsThatAnAddressNamesNoPlace(String text) {
    assertThat(IpAddress.parse(text).isPublic(), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.1.1",
        "193.168.1.1",
        "223.255.255.255",
        "2001:4860:4860::8888",
        "2001:db7::1",
        "::ffff:8.8.8.8"
      })
  void knowsThatAnAddressIsPublic(String text) {
    assertThat(IpAddress.parse(text).isPublic(), is(true));
  }

  @Test
  void readsBackWhatItWrites() throws UnknownHostException {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      for (int zero = random.nextInt(16); zero > 0; zero--) {
        bytes[random.nextInt(16)] = 0;
      }
      String plain = InetAddress.getByAddress(bytes).getHostAddress();
      IpAddress ip = IpAddress.parse(plain);
      assertThat(plain, ip.bytes(), is(InetAddress.getByAddress(bytes).getAddress()));
      assertThat(plain, IpAddress.parse(ip.toString()), is(ip));
    }
  }
}
