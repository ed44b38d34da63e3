package dev.tidemark.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Arrays;
import java.util.Random;
import org.apache.datasketches.hash.MurmurHash3;
import org.junit.jupiter.api.Test;

class MurmurTest {

  @Test
  void itIsTheHashOfDataSketches() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[1 + round % 100];
      random.nextBytes(bytes);
      long seed = random.nextLong();
      long[] halves = new long[2];
      int unused =
          Murmur.hash(
              bytes,
              seed,
              (low, high) -> {
                halves[0] = low;
                halves[1] = high;
                return 0;
              });
      assertThat(Arrays.toString(bytes), halves, is(MurmurHash3.hash(bytes, seed)));
    }
  }
}
