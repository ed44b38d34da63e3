package dev.tidemark.metric;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.view;
import static dev.tidemark.event.SampleViews.visitor;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.EnrichedView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Metric METRIC =
      Metric.named("of_every_kind")
          .over(Windows.fixed(Duration.ofMinutes(1)))
          .count("hits")
          .sum("total", v -> v.view().eventMicros())
          .distinct("visitors", "sketch", EnrichedView::visitorId)
          .min("earliest", v -> v.view().eventMicros())
          .max("latest", v -> v.view().eventMicros())
          .build();
  private static final Metric COUNT =
      Metric.named("hits").over(Windows.fixed(Duration.ofMinutes(1))).count("hits").build();

  @Test
  void everyAggregatorAnswersForItsOwnColumn() {
    Tally tally =
        tally(
            List.of(
                view(at("1970-01-01T00:00:00.000003Z"), visitor(1)),
                view(at("1970-01-01T00:00:00.000001Z"), visitor(2)),
                view(at("1970-01-01T00:00:00.000002Z"), visitor(1))));

    assertThat(tally.events(), is(3L));
    assertThat(tally.number(0), is(3L));
    assertThat(tally.number(1), is(6L));
    assertThat(tally.number(2), is(2L));
    assertThat(tally.number(3), is(1L));
    assertThat(tally.number(4), is(3L));
    assertThat(DistinctUsers.estimate(tally.sketch(2)), is(2L));
  }

  @Property(tries = 200)
  void talliesMergeInAnyOrderAndGroupingToTheSameBytes(
      @ForAll @IntRange(max = 3_000) int events, @ForAll Random chance) throws IOException {
    List<EnrichedView> views = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      views.add(view(visitor(chance.nextInt(2_500)), at("12:00:0" + chance.nextInt(10))));
    }
    List<Tally> parts = new ArrayList<>(List.of(new Tally(METRIC), new Tally(METRIC)));
    for (EnrichedView view : views) {
      if (chance.nextInt(100) == 0) {
        parts.add(new Tally(METRIC));
      }
      parts.get(chance.nextInt(parts.size())).add(view);
    }
    while (parts.size() > 1) {
      Tally part = parts.remove(chance.nextInt(parts.size()));
      parts.get(chance.nextInt(parts.size())).merge(part);
    }

    assertThat(parts.get(0), is(tally(views)));
    assertThat(written(parts.get(0)), is(written(tally(views))));
  }

  @Test
  void aTallyReadAgainIsTheSame() throws IOException {
    for (int events : new int[] {0, 1, 127, 128, 3_000}) {
      List<EnrichedView> views = new ArrayList<>();
      for (int i = 0; i < events; i++) {
        views.add(view(visitor(i)));
      }
      assertThat(read(METRIC, written(tally(views))), is(tally(views)));
    }
  }

  @Test
  void aTallyThatOnlyCountsIsWrittenInAByte() throws IOException {
    Tally tally = new Tally(COUNT);
    tally.add(view());

    assertThat(written(tally).length, is(1));
  }

  @Test
  void aCopyGoesItsOwnWay() {
    Tally tally = tally(List.of(view(visitor(1))));
    Tally copy = tally.copy();
    copy.add(view(visitor(2)));

    assertThat(tally, is(tally(List.of(view(visitor(1))))));
    assertThat(copy, is(not(tally)));
  }

  @Test
  void mergingLeavesTheOtherAsItIs() {
    Tally tally = tally(List.of(view(visitor(1))));
    Tally other = tally(List.of(view(visitor(2))));
    tally.merge(other);
    tally.add(view(visitor(3)));

    assertThat(other, is(tally(List.of(view(visitor(2))))));
  }

  @Test
  void talliesOfDifferentMetricsDoNotMerge() {
    assertThrows(IllegalArgumentException.class, () -> new Tally(METRIC).merge(new Tally(COUNT)));
  }

  private static Tally tally(List<EnrichedView> views) {
    Tally tally = new Tally(METRIC);
    views.forEach(tally::add);
    return tally;
  }

  private static byte[] written(Tally tally) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tally.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Tally read(Metric metric, byte[] bytes) throws IOException {
    return Tally.read(metric, new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
