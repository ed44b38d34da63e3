package dev.tidemark.aggregate;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.host;
import static dev.tidemark.event.SampleViews.micros;
import static dev.tidemark.event.SampleViews.view;
import static dev.tidemark.event.SampleViews.visitor;
import static java.time.Duration.ofMinutes;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Tally;
import dev.tidemark.metric.Windows;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanesTest {

  private static final long MINUTE = 60_000;
  private static final long ALL = Long.MAX_VALUE;

  /** Against a sum of its slices for each window; slices are missing, and few keys change. */
  @ParameterizedTest
  @CsvSource({"1,1", "5,1", "6,3", "30,1", "1440,10"})
  void everyWindowOverAChangeIsTheSumOfItsSlices(int size, int every) {
    Random chance = new Random(size);
    for (int round = 0; round < 50; round++) {
      Metric metric = metric(Windows.sliding(ofMinutes(size), ofMinutes(every)));
      Map<Long, Tallies> slices = new TreeMap<>();
      count(metric, slices, chance, 40);
      settle(slices, ALL, 0);
      count(metric, slices, chance, 4);
      assertThat(panes(metric, slices, ALL), is(naive(metric, slices)));
    }
  }

  /** A late change calls for those windows again that had ended. */
  @Test
  void aWindowThatHoldsAllChangesIsNotCalledForAgain() {
    long size = 5 * MINUTE;
    Metric metric = metric(Windows.sliding(ofMinutes(5), ofMinutes(1)));
    Random chance = new Random(2);
    Map<Long, Tallies> slices = new TreeMap<>();
    count(metric, slices, chance, 300);
    long begin = micros("12:00:00") / 1_000;
    Map<String, Tally> byWatermark = new TreeMap<>();
    for (long watermark = begin; watermark < begin + 100 * MINUTE; watermark += 45_000) {
      Map<String, Tally> due = panes(metric, slices, watermark);
      due.forEach((name, tally) -> assertThat(name, byWatermark.put(name, tally), is(nullValue())));
      settle(slices, watermark, size);
    }
    assertThat(panes(metric, slices, ALL).size(), is(0));

    count(metric, slices, chance, 1);
    Map<String, Tally> late = panes(metric, slices, ALL);
    assertThat(late.size(), is(5));
    byWatermark.putAll(late);
    Map<Long, Tallies> whole = new TreeMap<>();
    slices.forEach(
        (start, slice) -> {
          whole.put(start, new Tallies(metric));
          whole.get(start).merge(slice);
        });
    assertThat(byWatermark, is(naive(metric, whole)));
  }

  @Test
  void aPaneSharesNothingWithTheSlicesItIsMadeOf() {
    for (Windows windows :
        new Windows[] {
          Windows.fixed(ofMinutes(1)), Windows.sliding(ofMinutes(2), ofMinutes(1)),
        }) {
      Metric metric = metric(windows);
      Map<Long, Tallies> slices = new TreeMap<>();
      count(metric, slices, new Random(1), 1);
      Map<String, Tally> before = panes(metric, slices, ALL);
      before.values().forEach(tally -> tally.add(view(visitor(99))));
      assertThat(panes(metric, slices, ALL), is(naive(metric, slices)));
    }
  }

  private static Metric metric(Windows windows) {
    return Metric.named("sample")
        .over(windows)
        .by("host", v -> v.address().host())
        .count("num_hits")
        .distinct("visitors", "sketch", EnrichedView::visitorId)
        .build();
  }

  private static void count(Metric metric, Map<Long, Tallies> slices, Random chance, int events) {
    for (int i = 0; i < events; i++) {
      EnrichedView view =
          view(
              at(micros("12:00:00") + chance.nextInt(60) * MINUTE * 1_000),
              host(chance.nextBoolean() ? "a.example" : "b.example"),
              visitor(chance.nextInt(30)));
      Tally tally = new Tally(metric);
      tally.add(view);
      slices
          .computeIfAbsent(
              metric.windows().sliceAt(view.view().eventMicros()), none -> new Tallies(metric))
          .merge(metric.keys(view).get(0), tally);
    }
  }

  private static void settle(Map<Long, Tallies> slices, long until, long size) {
    slices.forEach((start, slice) -> slice.settle(until, start + size));
  }

  private static Map<String, Tally> panes(Metric metric, Map<Long, Tallies> slices, long until) {
    Map<String, Tally> found = new TreeMap<>();
    for (Pane pane : Panes.ofChanges(metric, slices, until)) {
      pane.tallies()
          .forEach((key, tally) -> found.put(name(pane.windowMillis(), key), tally.copy()));
    }
    return found;
  }

  private static Map<String, Tally> naive(Metric metric, Map<Long, Tallies> slices) {
    TreeSet<Long> windows = new TreeSet<>();
    Map<String, Tally> sums = new TreeMap<>();
    slices.forEach(
        (start, slice) ->
            slice.forEachChanged(
                (key, changed) -> {
                  for (long window : metric.windows().windowsOf(start)) {
                    sums.put(name(window, key), new Tally(metric));
                    windows.add(window);
                  }
                }));
    for (long window : windows) {
      for (long start : metric.windows().slicesOf(window)) {
        if (slices.containsKey(start)) {
          slices
              .get(start)
              .forEach(
                  (key, tally) ->
                      sums.computeIfPresent(
                          name(window, key),
                          (name, sum) -> {
                            sum.merge(tally);
                            return sum;
                          }));
        }
      }
    }
    return sums;
  }

  private static String name(long window, byte[] key) {
    return window + " " + Key.values(key);
  }
}
