package dev.tidemark.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeyTest {

  @Property
  void aKeyGivesBackTheValuesThatItWasMadeOf(@ForAll @Size(max = 5) List<String> values) {
    List<String> wellFormed = values.stream().map(KeyTest::withoutLoneSurrogates).toList();
    Key key = new Key();
    wellFormed.forEach(key::append);

    assertThat(Key.values(key.toBytes()), is(wellFormed));
  }

  @Test
  void neighbouringValuesDoNotRunIntoEachOther() {
    assertThat(
        hex(new Key().append("ab").append("c").toBytes()),
        is(not(hex(new Key().append("a").append("bc").toBytes()))));
    assertThat(hex(new Key().append("ab").append("").toBytes()), is("00000002616200000000"));
  }

  @Test
  void aValueMayBeLongerThanTheBuffer() {
    String url = "https://a.example/" + "x".repeat(100_000);

    assertThat(Key.values(new Key().append("a").append(url).toBytes()), is(List.of("a", url)));
  }

  @Test
  void aKeyThatIsFilledAgainHoldsNothingOfTheLast() {
    Key key = new Key().append("long before").clear().append("é");

    assertThat(hex(key.toBytes()), is("00000002c3a9"));
    assertThat(key.length(), is(6));
  }

  /** The expected value is what PostgreSQL answers to the expression beside {@link Key}'s code. */
  @Test
  void theHashIsTheFirstHalfOfTheSha256OfTheEncodedKey() {
    assertThat(
        hex(Key.hash(new Key().append("abc").toBytes())), is("d04b72a650ce0f8ce4963330a53ee283"));
  }

  private static String withoutLoneSurrogates(String text) {
    return text.codePoints()
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
