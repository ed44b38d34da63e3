package dev.tidemark.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tidemark.event.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser takes the JSON of RFC 8259 and nothing else; Jackson and the platform are judges. */
class StrictJsonTest {
  private static final int FUZZ_RUNS = Integer.getInteger("tidemark.fuzz.runs", 200_000);

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(1 << 20).build())
          .build();

  private static final byte[] INTERESTING =
      "{}[]\",:\\/u0019eE+-.tfn \t\n\u0000\u001f\u0080\u00c2\u00e0\u00ed\u00f4\u00ff"
          .getBytes(ISO_8859_1);

  private final EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1.5",
        "1E5",
        "1e+5",
        "1e-5",
        "0e0",
        "0.0",
        "-0.1e-1",
        "[]",
        "[ ]",
        "{}",
        "{ }",
        "[0]",
        "[[],{}]",
        "{\"\":0}",
        "{\"a\":0,\"a\":1}",
        "\"\"",
        "\"\u007f\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "true",
        "false",
        "null",
        "[null,true,false]",
        "[1,\n2]",
        "\"\u2028\"",
        "\"\\/\"",
        "123456789012345678901234567890.123456789012345678901234567890e400000"
      })
  void validJsonIsTaken(String value) {
    byte[] record = ("{\"ts\":0,\"url\":\"/\",\"a\":" + value + "}").getBytes(UTF_8);
    assertThat(Parsed.of(parser, record).failure() == null, is(true));
    assertThat(failure(value.getBytes(UTF_8)) != Failure.NOT_JSON, is(true));
    assertThat(isJson(value.getBytes(UTF_8)), is(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "01",
        "-",
        "+1",
        "-01",
        "1.",
        ".5",
        "1.e5",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "1 2",
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "True",
        "tru",
        "truee",
        "nul",
        "nulll",
        "undefined",
        "'a'",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "[1 2]",
        "[1",
        "]",
        "[1}",
        "[}",
        "{]",
        "{\"a\":1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,,\"b\":2}",
        "{{}}",
        "{}}",
        "[]]",
        "{}{}",
        "{} {}",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\",
        "\"\\x\"",
        "\"\\'\"",
        "\"\\u12\"",
        "\"\\u123g\"",
        "\"\\U0041\"",
        "\"\\u+123\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "/**/1",
        "1//",
        "#1",
        "\u00a01",
        "\u000b1",
        "\f1",
        "1\u0000",
        "\ufeff1",
        "\"a\"b",
        "\"\\ud83d\\u\"",
        "\"\\u\uff11\uff11\uff11\uff11\""
      })
  void anythingElseIsNot(String value) {
    byte[] bare = value.getBytes(UTF_8);
    byte[] record = ("{\"ts\":0,\"url\":\"/\",\"a\":" + value + "}").getBytes(UTF_8);
    assertThat(failure(bare), is(Failure.NOT_JSON));
    assertThat(failure(record), is(Failure.NOT_JSON));
    assertThat(isJson(record), is(false));
  }

  /** Every lead byte with every second one; of the later ones the borders tell all. */
  @Test
  void everySequenceOfBytesIsUtf8WhenThePlatformSaysSo() {
    int[] borders = {0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xff};
    for (int first = 0; first < 256; first++) {
      agreesOnUtf8(first);
      for (int second = 0; second < 256; second++) {
        agreesOnUtf8(first, second);
        for (int third : first >= 0xe0 ? borders : new int[0]) {
          agreesOnUtf8(first, second, third);
          for (int fourth : first >= 0xf0 ? borders : new int[0]) {
            agreesOnUtf8(first, second, third, fourth);
          }
        }
      }
    }
  }

  private static void agreesOnUtf8(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    boolean wellFormed = Utf8.firstFlaw(bytes, 0, bytes.length) == bytes.length;
    if (wellFormed != isUtf8(bytes)) {
      throw new AssertionError("misjudged " + HexFormat.of().formatHex(bytes));
    }
  }

  @Property(tries = 5_000)
  void anyEventThatWasChangedIsJudgedAsTheOthersJudge(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] record = RandomJson.event(seed).getBytes(UTF_8);
    for (int change = random.nextInt(4); change >= 0; change--) {
      record = changed(record, random);
      judge(record);
    }
  }

  /** Raise {@code -Dtidemark.fuzz.runs} to let it run for hours. */
  @Test
  void noBytesMakeItThrowOrHang() {
    Random random = new Random(FUZZ_RUNS);
    byte[] record = RandomJson.event(0).getBytes(UTF_8);
    for (int run = 0; run < FUZZ_RUNS; run++) {
      record = run % 16 == 0 ? RandomJson.event(run).getBytes(UTF_8) : changed(record, random);
      Parsed parsed = Parsed.of(parser, record, run);
      if (parsed.failure() != null) {
        assertThat(parsed.failure().stage(), is(Failure.Stage.PARSE));
        assertThat(parsed.detail().length(), lessThan(300));
      }
    }
  }

  private void judge(byte[] record) {
    Failure failure = failure(record);
    boolean utf8 = isUtf8(record);
    assertThat(new String(record, UTF_8), failure != Failure.NOT_UTF8, is(utf8));
    if (utf8) {
      assertThat(new String(record, UTF_8), failure != Failure.NOT_JSON, is(isJson(record)));
    }
  }

  private Failure failure(byte[] record) {
    return Parsed.of(parser, record).failure();
  }

  private static byte[] changed(byte[] record, Random random) {
    int at = random.nextInt(record.length + 1);
    byte with =
        random.nextInt(4) == 0
            ? (byte) random.nextInt(256)
            : INTERESTING[random.nextInt(INTERESTING.length)];
    int removed = Math.min(record.length - at, random.nextInt(3));
    int added = random.nextInt(2);
    byte[] changed = new byte[record.length - removed + added];
    System.arraycopy(record, 0, changed, 0, at);
    if (added > 0) {
      changed[at] = with;
    }
    System.arraycopy(record, at + removed, changed, at + added, record.length - at - removed);
    return changed;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  private static boolean isJson(byte[] utf8) {
    String text = new String(utf8, UTF_8);
    if (text.startsWith("\ufeff")) {
      return false;
    }
    int depth = 0;
    int values = 0;
    try (JsonParser jackson = JACKSON.createParser(text)) {
      for (JsonToken token = jackson.nextToken(); token != null; token = jackson.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        values += depth == 0 ? 1 : 0;
        jackson.getText();
      }
      return values == 1;
    } catch (JsonProcessingException invalid) {
      return false;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
