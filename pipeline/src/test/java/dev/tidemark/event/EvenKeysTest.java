package dev.tidemark.event;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvenKeysTest {

  @ParameterizedTest
  @CsvSource({"events, 4, 2", "page-views, 4, 2", "ereignisse-ü, 8, 4", "a, 64, 8", "b, 128, 128"})
  void subtasksHaveEquallyMany(String name, int keys, int subtasks) {
    Map<Integer, Long> dealt = dealt(name, keys, subtasks);
    assertThat(dealt, aMapWithSize(subtasks));
    assertThat(dealt.values(), everyItem(is((long) keys / subtasks)));
  }

  @ParameterizedTest
  @CsvSource({"events, 4, 3, 2", "events, 12, 3, 5", "events, 10, 4, 3"})
  void whereThatCannotBeNoneHasManyMore(String name, int keys, int subtasks, long most) {
    Map<Integer, Long> dealt = dealt(name, keys, subtasks);
    assertThat(dealt, aMapWithSize(subtasks));
    assertThat(Collections.max(dealt.values()), lessThanOrEqualTo(most));
  }

  @ParameterizedTest
  @CsvSource({"events", "x"})
  void noTwoAreTheSame(String name) {
    List<String> keys =
        IntStream.range(0, 1_000).mapToObj(number -> EvenKeys.of(name, number)).toList();
    assertThat(keys.stream().distinct().toList(), is(keys));
  }

  private static Map<Integer, Long> dealt(String name, int keys, int subtasks) {
    return IntStream.range(0, keys)
        .mapToObj(number -> EvenKeys.group(EvenKeys.of(name, number)))
        .collect(
            Collectors.groupingBy(
                group -> group * subtasks / EvenKeys.GROUPS, Collectors.counting()));
  }
}
