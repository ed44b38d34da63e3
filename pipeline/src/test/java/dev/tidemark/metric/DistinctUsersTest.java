package dev.tidemark.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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

  @Test
  void aSketchMadeElsewhereIsReadAsTheSameUsers() {
    for (int size : SIZES) {
      assertThat(DistinctUsers.fromBytes(theirs(0, size).toCompactByteArray()), is(users(0, size)));
    }
  }

  @Test
  void ranksThatNeedMoreThanHalfAByteSurvive() {
    // So many users that no register is empty and some stand fifteen above the lowest.
    int size = 600_000;
    DistinctUsers users = users(0, size);
    byte[] image = users.toBytes();

    assertThat(image[6], is(greaterThan((byte) 0)));
    assertThat(image.length, is(greaterThan(40 + DistinctUsers.REGISTERS / 2)));
    assertThat(DistinctUsers.fromBytes(image), is(users));
    assertThat(DistinctUsers.fromBytes(theirs(0, size).toCompactByteArray()), is(users));
    assertThat(
        HllSketch.heapify(Memory.wrap(image)).getCompositeEstimate(),
        is(theirs(0, size).getCompositeEstimate()));
  }

  @Property(tries = 300)
  void anyOrderAndGroupingGivesTheSameBytesAndTheSameEstimate(
      @ForAll @IntRange(max = 4_000) int size, @ForAll Random chance) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ids.add("user " + chance.nextInt(3_000));
    }
    List<DistinctUsers> parts = new ArrayList<>();
    for (String id : shuffled(ids, chance)) {
      if (parts.isEmpty() || chance.nextInt(500) == 0) {
        parts.add(new DistinctUsers());
      }
      parts.get(chance.nextInt(parts.size())).add(id);
    }
    DistinctUsers direct = new DistinctUsers();
    ids.forEach(direct::add);
    DistinctUsers merged = new DistinctUsers();
    while (!parts.isEmpty()) {
      DistinctUsers part = parts.remove(chance.nextInt(parts.size()));
      DistinctUsers into = parts.isEmpty() ? merged : parts.get(chance.nextInt(parts.size()));
      into.merge(chance.nextBoolean() ? part : DistinctUsers.fromBytes(part.toBytes()));
    }

    assertThat(merged.toBytes(), is(direct.toBytes()));
    assertThat(merged.estimate(), is(direct.estimate()));
    assertThat(merged, is(direct));
    assertThat(merged.hashCode(), is(direct.hashCode()));
  }

  @Test
  void mergingTwiceChangesNothing() {
    for (int size : SIZES) {
      DistinctUsers users = users(0, size);
      users.merge(users(0, size));
      users.merge(users);

      assertThat(users, is(users(0, size)));
    }
  }

  @Test
  void aCopyGoesItsOwnWay() {
    for (int size : SIZES) {
      DistinctUsers users = users(0, size);
      users.copy().merge(users(1_000_000, 20_000));

      assertThat(users, is(users(0, size)));
    }
  }

  @Test
  void aUserWithoutANameIsNobody() {
    DistinctUsers users = new DistinctUsers();
    users.add((String) null);
    users.add("");

    assertThat(users.estimate(), is(0L));
  }

  @Test
  void bytesThatAreNoSuchSketchAreRefused() {
    byte[] empty = new DistinctUsers().toBytes();
    byte[] coarser = new HllSketch(12, TgtHllType.HLL_4).toCompactByteArray();
    byte[] wider = new HllSketch(DistinctUsers.LG_K, TgtHllType.HLL_8).toCompactByteArray();

    assertThat(DistinctUsers.fromBytes(empty).estimate(), is(0L));
    for (byte[] image : List.of(new byte[0], Arrays.copyOf(empty, 7), coarser, wider)) {
      assertThrows(IllegalArgumentException.class, () -> DistinctUsers.fromBytes(image));
    }
  }

  private static List<String> shuffled(List<String> ids, Random chance) {
    List<String> shuffled = new ArrayList<>(ids);
    Collections.shuffle(shuffled, chance);
    return shuffled;
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
