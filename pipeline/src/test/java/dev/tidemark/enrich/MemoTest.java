package dev.tidemark.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoTest {

  private final List<String> asked = new ArrayList<>();

  private Memo<String, String> memo(int entries) {
    return new Memo<>(
        entries,
        key -> {
          asked.add(key);
          return key + "!";
        },
        key -> key.length() < 10);
  }

  @Test
  void asksOnce() {
    Memo<String, String> memo = memo(16);
    assertThat(memo.get("a"), is("a!"));
    assertThat(memo.get(new String("a")), is("a!"));
    assertThat(asked, is(List.of("a")));
    assertThat(memo.hits(), is(1L));
    assertThat(memo.misses(), is(1L));
  }

  @Test
  void givesTheRightValueHoweverManyKeysShareAPlace() {
    Memo<String, String> memo = memo(8);
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      String key = String.valueOf(random.nextInt(40));
      assertThat(memo.get(key), is(key + "!"));
    }
    assertThat(memo.hits(), greaterThan(1_000L));
    assertThat(memo.hits() + memo.misses(), is(10_000L));
  }

  @Test
  void keepsAPopularKeyThroughAStreamOfRareOnes() {
    Memo<String, String> memo = memo(2);
    for (int i = 0; i < 1_000; i++) {
      memo.get("popular");
      memo.get("rare " + i % 1_000);
    }
    assertThat(asked.stream().filter("popular"::equals).count(), lessThan(2L));
  }

  @Test
  void doesNotKeepWhatIsNotWorthIt() {
    Memo<String, String> memo = memo(16);
    memo.get("0123456789");
    memo.get("0123456789");
    assertThat(asked.size(), is(2));
  }

  @Test
  void forgets() {
    Memo<String, String> memo = memo(16);
    memo.get("a");
    memo.clear();
    memo.get("a");
    assertThat(asked, is(List.of("a", "a")));
  }
}
