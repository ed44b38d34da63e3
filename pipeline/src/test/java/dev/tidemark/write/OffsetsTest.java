package dev.tidemark.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetsTest {

  @Test
  void neighboursAreToldAsOneRun() {
    assertThat(Offsets.told(new TreeSet<>(List.of(3L, 4L, 5L, 7L, 12L, 13L))), is("3-5,7,12-13"));
    assertThat(Offsets.told(new TreeSet<>(List.of(0L))), is("0"));
    assertThat(Offsets.told(new TreeSet<>()), is(""));
  }

  @Test
  void exactlyWhatWasToldIsRemoved() {
    Random chance = new Random(7);
    TreeSet<Long> told = new TreeSet<>();
    TreeSet<Long> others = new TreeSet<>();
    for (long offset = 1; offset <= 1_000; offset++) {
      (chance.nextInt(3) == 0 ? others : told).add(offset);
    }
    TreeSet<Long> all = new TreeSet<>(told);
    all.addAll(others);
    Offsets.remove(Offsets.told(told), all);
    assertThat(all, is(others));
    Offsets.remove(Offsets.told(others), all);
    assertThat(all, empty());
  }
}
