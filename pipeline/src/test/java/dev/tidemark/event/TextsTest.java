package dev.tidemark.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextsTest {

  @Property(tries = 200)
  void aTextIsWhatItsBytesMeanHoweverFewAreRemembered(@ForAll long seed) {
    Random chance = new Random(seed);
    Texts texts = new Texts(1 << chance.nextInt(6));
    for (int i = 0; i < 400; i++) {
      String text = text(chance);
      byte[] before = new byte[chance.nextInt(3)];
      byte[] bytes = ("#".repeat(before.length) + text + "#").getBytes(UTF_8);

      assertThat(texts.of(bytes, before.length, bytes.length - before.length - 1), is(text));
    }
  }

  @Test
  void aTextThatCameBeforeIsTheSameObject() {
    Texts texts = new Texts(64);
    String first = of(texts, "https://shop.example/");

    assertThat(of(texts, "https://shop.example/"), is(sameInstance(first)));
  }

  @Test
  void aTextOutlivesTheArrayThatItWasReadFrom() {
    Texts texts = new Texts(64);
    byte[] bytes = "user-1".getBytes(UTF_8);
    texts.of(bytes, 0, bytes.length);
    bytes[5] = '2';

    assertThat(texts.of(bytes, 0, bytes.length), is("user-2"));
    assertThat(of(texts, "user-1"), is("user-1"));
  }

  @Test
  void textsWhoseBytesHaveEqualHashesAreToldApart() {
    List<String> equal = textsOfEqualHash(3);
    Texts texts = new Texts(64);
    for (int round = 0; round < 3; round++) {
      for (String text : equal) {
        assertThat(of(texts, text), is(text));
      }
    }
  }

  @Test
  void aLongTextIsNotRemembered() {
    Texts texts = new Texts(64);
    String text = "x".repeat(257);
    String first = of(texts, text);

    assertThat(of(texts, text), is(text));
    assertThat(of(texts, text), is(not(sameInstance(first))));
  }

  private static String of(Texts texts, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return texts.of(bytes, 0, bytes.length);
  }

  private static String text(Random chance) {
    int length = chance.nextInt(20);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          List.of((int) 'a', (int) 'b', 0, 0xfc, 0x20ac, 0x1f600).get(chance.nextInt(6)));
    }
    return text.toString();
  }

  /** By the birthday paradox, among some hundred thousand texts. */
  private static List<String> textsOfEqualHash(int pairs) {
    Map<Integer, String> byHash = new HashMap<>();
    List<String> equal = new ArrayList<>();
    for (int i = 0; equal.size() < 2 * pairs; i++) {
      String text = "https://shop.example/" + i;
      byte[] bytes = text.getBytes(UTF_8);
      String before = byHash.put(Texts.hash(bytes, 0, bytes.length), text);
      if (before != null) {
        equal.add(before);
        equal.add(text);
      }
    }
    return equal;
  }
}
