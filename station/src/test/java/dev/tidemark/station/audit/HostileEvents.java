package dev.tidemark.station.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Records that a stranger might send: the golden ones, cut and mixed, and made-up ones. */
final class HostileEvents {

  private static final Path GOLDEN =
      Path.of("..", "acceptance", "src", "test", "resources", "golden", "events.ndjson");
  private static final JsonMapper JSON = new JsonMapper();

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "event_time",
          List.of(
              "\"2026-01-09T23:40:00Z\"",
              "\"2026-01-09 23:40\"",
              "\"2026-01-09t23:40:59,123456789+0130\"",
              "\"2026-12-31T23:59:60Z\"",
              "\"2026-12-31T22:59:60-01\"",
              "\"2026-01-09T24:00:00Z\"",
              "\"2026-02-29\"",
              "\"2024-02-29\"",
              "\"0000-12-31T23:59:59-01:00\"",
              "\"2026-01-09T23:40:00+18:01\"",
              "\"2026-01-09T23:40:00.1234567891Z\"",
              "1768000000",
              "1768000000.999999999",
              "-1.5",
              "-1e-9",
              "1768000000123",
              "1768000000123456",
              "1768000000123456789",
              "17680000001234567891",
              "176800000012345678912",
              "1.768e9",
              "1e-2000",
              "0.000e99",
              "\"1768000000\"",
              "\" 1768000000\"",
              "\"١٧٦٨\"",
              "true",
              "null",
              "[]",
              "{}",
              "\"\""),
          "url",
          List.of(
              "\"https://shop.example/\"",
              "\"HTTPS://User:Pass@WWW.Shop.Example.:443/a?utm_source=News&utm_medium=email#x\"",
              "\"http:\\\\\\\\shop.example\\\\a\"",
              "\"//cdn.example/x?gclid=1\"",
              "\"/only/path?utm_source=%67oogle&utm_medium=cpc\"",
              "\"shop.example/x\"",
              "\"index.html\"",
              "\"localhost:8080/x\"",
              "\"https://[2001:db8::1]:80/\"",
              "\"https://[::ffff:1.2.3.4]/\"",
              "\"https://[1::2::3]/\"",
              "\"https://münchen.example/\"",
              "\"https://xn--mnchen-3ya.example/\"",
              "\"https://xn--a/\"",
              "\"https://Ⅷ.example/\"",
              "\"https://ⓐ.example/\"",
              "\"https://a..b/\"",
              "\"https://.a/\"",
              "\"https://a%2eb.example/\"",
              "\"https://a%00b.example/\"",
              "\"https://a%ffb.example/\"",
              "\"https://a b.example/\"",
              "\"https://:80/\"",
              "\"https://a:65536/\"",
              "\"https://a:0000080/\"",
              "\"https://a:8a/\"",
              "\"https:// /\"",
              "\"https://@/\"",
              "\"  \"",
              "\"a\\u0085b\"",
              "\"a\\u0000b\"",
              "\"a\\ud800b\"",
              "\"android-app://com.google.android.gm/?UTM_SOURCE=x&utm_%73ource=y\"",
              "\"mailto:a@b.example\"",
              "\"about:blank\"",
              "\"https://a.example/?MSCLKID=1&yclid=\"",
              "\"https://a.example/?TWCLid=1\"",
              "\"https://a.example/?GCLID=1\"",
              "\"https://a.example/?utm_medium=Paid+Social&utm_source=%20\"",
              "17",
              "null",
              "[\"https://x.example\"]",
              "\"\""),
          "host",
          List.of(
              "\"Shop.Example\"",
              "\"shop.example:8080\"",
              "\"https://shop.example/x\"",
              "\"a_b.example\"",
              "\"*\"",
              "\"!\"",
              "\"\"",
              "\"[::1]\"",
              "\"1.2.3.4\"",
              "\"café.example\"",
              "null"),
          "referrer",
          List.of(
              "\"-\"",
              "\"\"",
              "\"https://www.google.co.uk/search?q=x\"",
              "\"https://mail.google.com/\"",
              "\"google\"",
              "\"https://t.co/x\"",
              "\"https://news.ycombinator.com\"",
              "\"https://shop.example/\"",
              "\"https://www.shop.example/\"",
              "\"https://sub.shop.example/\"",
              "\"/inside\"",
              "\"android-app://com.google.android.gm\"",
              "\"about:blank\"",
              "\"https://l.facebook.com/l.php?u=x\"",
              "\"(direct)\"",
              "\"      (direct)       \"",
              "\"Just some words\"",
              "\"https://yandex.com.tr\"",
              "\"https://startpage.de\"",
              "\"https://google.a.b\""),
          "ip",
          List.of(
              "\"81.2.69.142\"",
              "\"81.2.69.142:443\"",
              "\"81.2.69.0142\"",
              "\"81.2.69\"",
              "\"256.1.1.1\"",
              "\"10.0.0.1\"",
              "\"2001:218::1\"",
              "\"[2001:218::1]:443\"",
              "\"[2001:218::1]:\"",
              "\"[1.2.3.4]\"",
              "\"fe80::1%eth0\"",
              "\"::ffff:81.2.69.142\"",
              "\"::81.2.69.142\"",
              "\"2a02:d1c0:00001::\"",
              "\"1:2:3:4:5:6:7::\"",
              "\"1:2:3:4:5:6:7:8:9\"",
              "\":::\"",
              "\"::\"",
              "\"1:2:3:4:5:6:1.2.3.4\"",
              "\" 89.160.20.112 \"",
              "\"\"",
              "16909060"),
          "user_agent",
          List.of(
              "\"Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0\"",
              "\"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)\"",
              "\"a/a/a/a/a/a/a/a/a/a/a/a\"",
              "\"((((((((((\"",
              "\"curl/8.4.0\"",
              "\" \"",
              "\"\"",
              "\"<script>alert(1)</script>\"",
              "\"http://a http://b http://c http://d\"",
              "\"😀😀😀😀😀😀😀😀😀\""),
          "user_id",
          List.of("\"u1\"", "\"u2\"", "\"\"", "\" \"", "7", "1.50", "false", "\"\\ud83d\\ude00\""),
          "event_type",
          List.of("\"page_view\"", "\"click\"", "\"\"", "null"),
          "headers",
          List.of(
              "{\"Host\":\"from.header.example\",\"Referer\":\"https://bing.com\",\"User-Agent\":\"curl/8\"}",
              "{\"hoſt\":\"x.example\",\"REFERER\":null}",
              "{\"referer\":\"a\",\"Referer\":[1]}",
              "\"text\"",
              "[]"),
          "event_id",
          List.of("\"a\"", "\"b\"", "null"));

  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(
          "event_time", List.of("event_time", "timestamp", "ts", "time"),
          "url", List.of("url", "page_url", "page", "current_url"),
          "user_id", List.of("user_id", "user", "device_id"),
          "referrer", List.of("referrer", "referer", "\\u0072eferrer"),
          "ip", List.of("ip", "ip_address", "remote_ip"),
          "user_agent", List.of("user_agent", "ua"));

  private final Random random;
  private final List<byte[]> golden;

  HostileEvents(long seed) throws IOException {
    random = new Random(seed);
    golden = golden();
  }

  /** The golden records, as they are. */
  static List<byte[]> golden() throws IOException {
    List<byte[]> values = new ArrayList<>();
    for (String text : Files.readAllLines(GOLDEN)) {
      JsonNode line = JSON.readTree(text);
      if (line.has("event")) {
        values.add(JSON.writeValueAsBytes(line.get("event")));
      } else if (line.has("base64")) {
        values.add(line.get("base64").binaryValue());
      } else if (line.has("value") && !line.has("repeat")) {
        values.add(line.get("value").textValue().getBytes(UTF_8));
      }
    }
    return values;
  }

  byte[] next() {
    byte[] event = random.nextInt(4) == 0 ? oneOf(golden).clone() : madeUp().getBytes(UTF_8);
    return random.nextInt(5) == 0 ? damaged(event) : event;
  }

  private String madeUp() {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, List<String>> field : VALUES.entrySet()) {
      boolean needed = field.getKey().equals("event_time") || field.getKey().equals("url");
      int times = random.nextInt(12) == 0 ? 2 : needed || random.nextBoolean() ? 1 : 0;
      for (; times > 0; times--) {
        json.append(json.length() > 1 ? "," : "")
            .append('"')
            .append(oneOf(OTHER_NAMES.getOrDefault(field.getKey(), List.of(field.getKey()))))
            .append("\":")
            .append(random.nextInt(20) == 0 ? anyValue() : oneOf(field.getValue()));
      }
    }
    return json.append('}').toString();
  }

  private String anyValue() {
    return oneOf(oneOf(List.copyOf(VALUES.values())));
  }

  private byte[] damaged(byte[] event) {
    if (event.length == 0) {
      return event;
    }
    byte[] damaged = event.clone();
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) > 0 ? damaged : Arrays.copyOf(damaged, random.nextInt(damaged.length));
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
