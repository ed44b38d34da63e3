package dev.tidemark.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistinctUsersAccuracyTest {
  private static final int SLICES = 5;

  /** Each seed is a different set of users, met in five slices that overlap by half. */
  @ParameterizedTest(name = "{0} users, {1} seeds")
  @CsvSource({"10, 400", "100, 400", "1000, 400", "10000, 300", "100000, 200", "1000000, 20"})
  void ofAHundredEstimatesNinetyFiveLieWithinTwoPercentAndNoneLean(int users, int seeds) {
    double[] errors =
        IntStream.range(0, seeds)
            .parallel()
            .mapToDouble(seed -> (double) estimate(seed, users) / users - 1)
            .toArray();

    long near = DoubleStream.of(errors).filter(error -> Math.abs(error) <= 0.02).count();
    assertThat((double) near / seeds, is(greaterThanOrEqualTo(0.95)));
    // Four standard errors of the mean of so many estimates: what chance alone may do.
    double byChance = 4 * 0.0081 / Math.sqrt(seeds);
    assertThat(DoubleStream.of(errors).average().orElseThrow(), is(closeTo(0, byChance)));
  }

  private static long estimate(int seed, int users) {
    List<DistinctUsers> slices = new ArrayList<>();
    for (int slice = 0; slice < SLICES; slice++) {
      slices.add(new DistinctUsers());
    }
    DistinctUsers direct = new DistinctUsers();
    for (int i = 0; i < users; i++) {
      String user = seed + "/" + i;
      direct.add(user);
      slices.get(i % SLICES).add(user);
      if (i % 2 == 0) {
        slices.get((i + 1) % SLICES).add(user);
      }
    }
    DistinctUsers merged = new DistinctUsers();
    slices.forEach(merged::merge);
    assertThat(merged, is(direct));
    return merged.estimate();
  }
}
