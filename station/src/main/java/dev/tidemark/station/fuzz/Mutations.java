package dev.tidemark.station.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Records that went wrong on their way. The one of a number follows from the seed and the number
 * alone, so that a single one can be had again.
 */
final class Mutations {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final List<String> EVENTS =
      List.of(
          "{\"event_id\":\"e1\",\"event_time\":\"2026-01-09T23:50:03.123456Z\",\"url\":\"https://shop.example/shoes?utm_source=news&utm_medium=email\",\"user_id\":\"u42\",\"referrer\":\"https://www.google.com/search?q=x\",\"ip\":\"81.2.69.142\",\"user_agent\":\"Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0\",\"properties\":{\"a\":[1,2.5e3,null,true],\"b\":{\"c\":\"\\u00e9\\ud83d\\ude00\"}}}",
          "{\"timestamp\":1767999603123,\"page_url\":\"//cdn.example/x\",\"event_type\":\"click\",\"headers\":{\"Host\":\"blog.example\",\"Referer\":\"https://t.co/x\",\"User-Agent\":\"curl/8.4.0\"},\"ip\":\"2001:218::1\"}",
          "{\"time\":\"1767999603\",\"page\":\"/only/path\",\"host\":\"münchen.example\",\"session_id\":\"s\",\"product_id\":\"p\",\"store_id\":\"7\"}",
          " {\"ts\" : 1767999603.25 , \"current_url\" : \"https://Ⅷ.example:8443/ä?gclid=1#f\" , \"user\" : 17 , \"referer\" : \"-\" , \"ua\" : \"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)\" } ");

  private static final List<String> PIECES =
      List.of(
          "\"",
          "\\",
          "\\u",
          "\\ud800",
          "\\u0000",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "null",
          "true",
          "-",
          "1e999",
          "-0.0e-0",
          "9223372036854775808",
          "0123",
          "NaN",
          "\n",
          "\t",
          "\u0000",
          " ",
          "event_time",
          "url",
          "ip",
          "user_agent",
          "\"event_time\":",
          "\"url\":\"x\",",
          "\"headers\":{",
          "\"properties\":[",
          "é",
          "😀",
          "\uFEFF",
          "\u2028",
          "2026-02-30T25:61:61Z",
          "0000-00-00",
          "+18:01",
          "https://[::1",
          "https://a..b/",
          "xn--a",
          "%ff%00",
          "256.1.1.1",
          "::ffff:1.2.3.4%eth0",
          "((((((((((",
          "/a/a/a/a/a/a",
          "<script>",
          "'; DROP TABLE ledger; --");

  private final long seed;

  Mutations(long seed) {
    this.seed = seed;
  }

  /** The mutated record of a number. */
  byte[] record(long number) {
    Random chance = new Random((seed ^ number * GOLDEN) * GOLDEN);
    byte[] bytes = oneOf(EVENTS, chance).getBytes(UTF_8);
    for (int times = chance.nextInt(5); times > 0; times--) {
      bytes = mutated(bytes, chance);
    }
    return bytes;
  }

  private static byte[] mutated(byte[] bytes, Random chance) {
    int at = chance.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, at + chance.nextInt(40));
    return switch (chance.nextInt(9)) {
      case 0 -> changed(bytes, at, (byte) chance.nextInt(256));
      case 1 ->
          changed(bytes, at, (byte) (at < bytes.length ? bytes[at] ^ 1 << chance.nextInt(8) : 0));
      case 2 -> spliced(bytes, at, to, new byte[0]);
      case 3 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
      case 4, 5 -> spliced(bytes, at, at, oneOf(PIECES, chance).getBytes(UTF_8));
      case 6 -> spliced(bytes, at, to, oneOf(PIECES, chance).getBytes(UTF_8));
      case 7 -> spliced(bytes, at, bytes.length, tail(chance));
      default ->
          spliced(bytes, at, at, oneOf(PIECES, chance).repeat(repeats(chance)).getBytes(UTF_8));
    };
  }

  /** Now and then so often that nesting, numbers and texts get out of hand. */
  private static int repeats(Random chance) {
    return chance.nextInt(50) == 0 ? 1 + chance.nextInt(4_000) : 1 + chance.nextInt(12);
  }

  private static byte[] tail(Random chance) {
    byte[] other = oneOf(EVENTS, chance).getBytes(UTF_8);
    return Arrays.copyOfRange(other, chance.nextInt(other.length), other.length);
  }

  private static byte[] changed(byte[] bytes, int at, byte value) {
    if (at == bytes.length) {
      return bytes;
    }
    byte[] changed = bytes.clone();
    changed[at] = value;
    return changed;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
    ByteArrayOutputStream spliced = new ByteArrayOutputStream(bytes.length + piece.length);
    spliced.write(bytes, 0, from);
    spliced.writeBytes(piece);
    spliced.write(bytes, to, bytes.length - to);
    return spliced.toByteArray();
  }

  private static String oneOf(List<String> texts, Random chance) {
    return texts.get(chance.nextInt(texts.size()));
  }
}
