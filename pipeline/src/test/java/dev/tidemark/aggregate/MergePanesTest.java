package dev.tidemark.aggregate;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.host;
import static dev.tidemark.event.SampleViews.micros;
import static dev.tidemark.event.SampleViews.view;
import static dev.tidemark.event.SampleViews.visitor;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.metric.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TupleTagList;
import org.junit.jupiter.api.Test;

/** When panes go out, by the clock and by the watermark. */
class MergePanesTest {
  /** Five minutes, fixed. */
  private static final Metric HITS = Metrics.of("host_traffic");

  /** Five minutes, every minute. */
  private static final Metric USERS =
      Metric.named("users")
          .over(Metrics.of("active_users").windows())
          .by("host", v -> v.address().host())
          .distinct("users", "sketch", v -> v.visitorId())
          .build();

  @Test
  void aResultShowsEarlyAndIsRefined() {
    Script script = new Script().read(0, view(at("12:00:00"))).wait(Duration.ofSeconds(11));
    script.read(0, view(at("12:00:01")), view(at("12:00:02")));

    panes(HITS, script, "12:00 1", "12:00 3");
  }

  @Test
  void whatComesWithinTheSameTenSecondsShowsAtOnce() {
    Script script = new Script().read(0, view(at("12:00:00"))).wait(Duration.ofSeconds(9));
    script.read(0, view(at("12:00:01")), view(at("12:00:02")));

    panes(HITS, script, "12:00 3");
  }

  @Test
  void theWatermarkClosesAWindowWithoutWaitingForTheClock() {
    Script script = new Script().read(0, view(at("12:00:00"))).watermark("12:05:02");
    script.read(0, view(at("12:00:01"))).watermark("12:05:02");

    panes(HITS, script, "12:00 1", "12:00 2");
  }

  @Test
  void aWindowWithoutNewEventsIsNotWrittenAgainHoweverFarTheWatermarkJumps() {
    Script script = new Script().read(0, view(at("12:00:00"))).watermark("12:05:02");
    script.wait(Duration.ofSeconds(11)).watermark("12:30:00").wait(Duration.ofMinutes(5));

    panes(HITS, script.watermark("18:00:00"), "12:00 1");
  }

  @Test
  void aWindowThatTheWatermarkJumpsOverIsWrittenOnce() {
    panes(HITS, new Script().read(0, view(at("12:00:00"))).watermark("18:00:00"), "12:00 1");
  }

  @Test
  void onlyTheKeysThatChangedAreWrittenAgain() {
    Script script = new Script();
    script.read(0, view(at("12:00:00")), view(at("12:00:00"), host("a.example")));
    script.wait(Duration.ofSeconds(11)).read(0, view(at("12:00:01"), host("a.example")));

    panes(HITS, script, "12:00 1", "12:00 1", "12:00 2");
  }

  @Test
  void aSlidingWindowIsMergedFromItsSlices() {
    Script script = new Script();
    script.read(0, view(at("12:00:00"), visitor(1)), view(at("12:02:00"), visitor(2)));

    panes(
        USERS, script, "11:56 1", "11:57 1", "11:58 2", "11:59 2", "12:00 2", "12:01 1", "12:02 1");
  }

  /** The slice of these events is the only one, so no other slice ends where they do. */
  @Test
  void theWatermarkClosesEverySlidingWindowWithoutWaitingForTheClock() {
    Script script = new Script().read(0, view(at("12:00:00"), visitor(1))).watermark("12:08:00");
    script.read(0, view(at("12:00:30"), visitor(2)));

    panes(
        USERS, script, "11:56 1", "11:57 1", "11:58 1", "11:59 1", "12:00 1", "11:56 2", "11:57 2",
        "11:58 2", "11:59 2", "12:00 2");
  }

  @Test
  void slicesStayAsLongAsAPartitionIsBehindThem() {
    panes(HITS, heldByAPartition(), "12:00 1", "12:00 2");
  }

  @Test
  void aSliceThatStayedIsNotReopened() {
    reopened(HITS, heldByAPartition());
  }

  private static Script heldByAPartition() {
    Script script = new Script().read(0, view(at("12:00:00"))).watermark("12:30:00");
    return script.read(0, view(at("12:00:30")));
  }

  /** A partition that was silent speaks again: what it says counts, but the state is gone. */
  @Test
  void anEventForASliceThatWasLetGoReopensIt() {
    Script script = new Script().read(0, view(at("12:00:00"))).watermark("12:30:00");
    script.wait(Duration.ofMinutes(2)).wait(Duration.ofMinutes(2)).wait(Duration.ofMinutes(2));
    script.read(1, view(at("12:04:00")));

    reopened(HITS, script, "12:00");
  }

  /** The window from 12:00 consists of the slices 12:00 and 12:04, and only the first is gone. */
  @Test
  void anEventForAWindowThatLostOneOfItsSlicesReopensIt() {
    Script script = new Script();
    script.read(0, view(at("12:00:00"), visitor(1)), view(at("12:04:00"), visitor(2)));
    script.watermark("12:16:30");
    script.wait(Duration.ofMinutes(2)).wait(Duration.ofMinutes(2)).wait(Duration.ofMinutes(2));
    script.read(1, view(at("12:04:30"), visitor(3)), view(at("12:04:40"), visitor(4)));

    reopened(USERS, script, "12:04");
  }

  /** Slices that are held must not make the next early result wait for them. */
  @Test
  void earlyResultsAreNotHeldUpByAPartitionThatLags() {
    Script script = new Script().read(0, view(at("12:00:00"))).watermark("12:30:00");
    script.wait(Duration.ofSeconds(11));
    script.read(1, view(at("12:40:00"))).wait(Duration.ofSeconds(11));
    script.read(1, view(at("12:40:01")));

    panes(HITS, script, "12:00 1", "12:40 1", "12:40 2");
  }

  /** A bundle that holds too much gives away parts of it in the middle, at its input's time. */
  @Test
  void aBlockMayBeYoungerThanTheEndOfItsSlice() {
    Tallies tallies = new Tallies(HITS);
    Key key = new Key().append("shop.example");
    tallies.change(key, Tallies.hash(key.buffer(), key.length())).add(view(at("12:00:00")));
    long slice = micros("12:00:00") / 1000;
    KV<String, PaneBlock> late =
        KV.of("host_traffic/0", new PaneBlock("host_traffic", slice, Map.of(), tallies));
    Pipeline pipeline = CheckedPipeline.create();

    PCollectionTuple merged =
        pipeline
            .apply(
                Create.timestamped(
                        TimestampedValue.of(
                            late, org.joda.time.Instant.ofEpochMilli(slice + 1_200_000)))
                    .withCoder(RollUp.coder(List.of(HITS))))
            .apply(
                ParDo.of(
                        new MergePanes(
                            List.of(HITS),
                            new MergePanes.Firing(
                                Duration.ofMillis(1), Script.LATENESS.allowed(), false)))
                    .withOutputTags(MergePanes.PANES, TupleTagList.of(MergePanes.REOPENED)));
    MergePanes.setCoders(merged, List.of(HITS));
    PAssert.thatSingleton(merged.get(MergePanes.PANES).apply(Count.globally())).isEqualTo(1L);
    CheckedPipeline.run(pipeline);
  }

  private static void panes(Metric metric, Script script, String... expected) {
    Pipeline pipeline = CheckedPipeline.create();
    List<String> sorted = Stream.of(expected).sorted().toList();
    PAssert.that(MetricsAgainstModelTest.panes(pipeline, metric, script.unbounded(), false))
        .satisfies(
            panes -> {
              List<String> written = new ArrayList<>();
              for (Pane pane : panes) {
                for (Row row : MetricsAgainstModelTest.rows(pane)) {
                  written.add(time(pane.windowMillis()) + " " + row.values().get(0));
                }
              }
              assertThat(written.stream().sorted().toList(), is(sorted));
              return null;
            });
    CheckedPipeline.run(pipeline);
  }

  private static void reopened(Metric metric, Script script, String... slices) {
    Pipeline pipeline = CheckedPipeline.create();
    PCollectionTuple merged =
        MetricsAgainstModelTest.merged(pipeline, metric, script.unbounded(), false);
    PAssert.that(merged.get(MergePanes.REOPENED))
        .containsInAnyOrder(
            Stream.of(slices)
                .map(time -> new Reopened(metric.table(), micros(time + ":00") / 1000))
                .toList());
    CheckedPipeline.run(pipeline);
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString().substring(11, 16);
  }
}
