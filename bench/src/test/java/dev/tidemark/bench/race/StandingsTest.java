package dev.tidemark.bench.race;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.tidemark.bench.race.Job.Yardstick;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StandingsTest {

  private static final double EXACTLY = 1e-9;

  private final Standings standings = Laps.standings();

  @Test
  void theMedianIsTheMiddleOneOrTheMeanOfTheTwoInTheMiddle() {
    assertThat(Standing.median(DoubleStream.of(9, 1, 5)), is(5.0));
    assertThat(Standing.median(DoubleStream.of(9, 1, 5, 6)), is(5.5));
    assertThat(Standing.median(DoubleStream.empty()), is(Double.NaN));
  }

  @Test
  void theSpreadIsFromTheSlowestToTheFastestOfTheMedian() {
    Standing tidemark = standings.of(Job.CORE).get(0);
    assertThat(tidemark.median(), closeTo(2_000, EXACTLY));
    assertThat(tidemark.slowest(), closeTo(1_000, EXACTLY));
    assertThat(tidemark.fastest(), closeTo(2_500, EXACTLY));
    assertThat(tidemark.spread(), closeTo(0.75, EXACTLY));
    assertThat(tidemark.cpuSeconds(), closeTo(1, EXACTLY));
  }

  @Test
  void aLapThatFailedDoesNotCount() {
    Standing flink = standings.of(Job.CORE).get(1);
    assertThat(flink.median(), closeTo(1_000, EXACTLY));
    assertThat(
        flink.failure().orElseThrow(),
        is("1 of 2 laps failed: page_view_counts rows: 3 of 4 (its.log)"));
  }

  @Test
  void ratiosAreOfMediansAndOnlyWhereBothSidesHaveOne() {
    Yardstick flink = new Yardstick("core", "flink");
    assertThat(standings.yardsticks(Job.CORE), contains(flink));
    assertThat(
        standings.ratio(standings.of(Job.CORE).get(0), flink).getAsDouble(), closeTo(2, EXACTLY));
    assertThat(standings.ratio(standings.of(Job.CORE).get(2), flink), is(OptionalDouble.empty()));
  }

  @Test
  void onlyJobsThatAnybodyDidAreListed() {
    assertThat(standings.jobs(), contains(Job.CORE));
  }
}
