package dev.tidemark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;

import dev.tidemark.event.EvenKeys;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.runners.flink.adapter.FlinkKey;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether Beam and Flink deal keys as they are expected to: theirs is the hash that counts. */
class EvenKeysOnFlinkTest {

  @ParameterizedTest
  @ValueSource(strings = {"events", "page_view_counts", "ereignisse-ü", "a.long-name_of.a-topic"})
  void fourKeysAreTwoForEachOfTwoSubtasks(String name) {
    int groups = KeyGroupRangeAssignment.computeDefaultMaxParallelism(2);
    List<Integer> subtasks =
        IntStream.range(0, 4)
            .mapToObj(number -> FlinkKey.of(EvenKeys.of(name, number), StringUtf8Coder.of()))
            .map(key -> KeyGroupRangeAssignment.assignKeyToParallelOperator(key, groups, 2))
            .toList();
    assertThat(subtasks, containsInAnyOrder(0, 0, 1, 1));
  }
}
