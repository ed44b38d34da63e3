package dev.tidemark.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.stream.IntStream;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.datasketches.memory.Memory;
import org.junit.jupiter.api.Test;

class DistinctUsersTest {
  private static final int[] SIZES = {0, 1, 7, 8, 24, 25, 1_536, 1_537, 5_000, 200_000};

  @Test
  void anImageIsASketchThatDataSketchesReadsAndReadsAlike() {
    for (int size : SIZES) {
      HllSketch read = HllSketch.heapify(Memory.wrap(users(0, size).toBytes()));

      assertThat(read.getLgConfigK(), is(DistinctUsers.LG_K));
      assertThat(read.getTgtHllType(), is(TgtHllType.HLL_4));
      assertThat(read.isEmpty(), is(size == 0));
      assertThat(read.getCompositeEstimate(), is(theirs(0, size).getCompositeEstimate()));
      assertThat(read.getEstimate(), is(read.getCompositeEstimate()));
      assertThat(Math.round(read.getEstimate()), is(users(0, size).estimate()));
    }
  }

  @Test
  void anImageMergesWithSketchesMadeElsewhere() {
    for (int size : SIZES) {
      Union union = new Union(DistinctUsers.LG_K);
      union.update(HllSketch.heapify(Memory.wrap(users(0, size).toBytes())));
      union.update(theirs(size / 2, size));

      assertThat(
          Math.round(union.getCompositeEstimate()), is(users(0, size + size / 2).estimate()));
    }
  }

  @Test
  void theImageIsAsSmallAsTheirs() {
    for (int size : SIZES) {
      assertThat(users(0, size).toBytes().length, is(theirs(0, size).toCompactByteArray().length));
    }
  }

  @Test
  void anImageReadAgainIsTheSameSketch() {
    for (int size : SIZES) {
      DistinctUsers users = users(0, size);

      assertThat(DistinctUsers.fromBytes(users.toBytes()), is(users));
      assertThat(DistinctUsers.fromBytes(users.toBytes()).toBytes(), is(users.toBytes()));
    }
  }

  private static DistinctUsers users(int from, int count) {
    DistinctUsers users = new DistinctUsers();
    IntStream.range(from, from + count).forEach(i -> users.add("user " + i));
    return users;
  }

  private static HllSketch theirs(int from, int count) {
    HllSketch sketch = new HllSketch(DistinctUsers.LG_K, TgtHllType.HLL_4);
    IntStream.range(from, from + count).forEach(i -> sketch.update("user " + i));
    return sketch;
  }
}
