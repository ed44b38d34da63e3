package dev.tidemark.aggregate;

import static dev.tidemark.aggregate.Script.LATENESS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.tidemark.aggregate.MergePanes.Firing;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.metric.NaiveModels;
import dev.tidemark.metric.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every metric of the registry against its naive model, however events lag and are fed. */
class MetricsAgainstModelTest {

  static Stream<Arguments> everyMetricHoweverEventsLag() {
    return Metrics.ALL.stream()
        .flatMap(
            metric ->
                Stream.of(Lag.values())
                    .flatMap(
                        lag ->
                            Stream.of(
                                Arguments.of(metric, lag, true),
                                Arguments.of(metric, lag, false))));
  }

  @ParameterizedTest(name = "{0}, {1}, bounded: {2}")
  @MethodSource("everyMetricHoweverEventsLag")
  void theTableEqualsTheNaiveModelOfTheEventsThatCount(Metric metric, Lag lag, boolean bounded) {
    Script script = new Script();
    List<EnrichedView> counted = lag.tell(script, new Random(lag.ordinal()));
    Collection<String> expected = texts(NaiveModels.of(metric).rows(counted));
    Pipeline pipeline = CheckedPipeline.create();

    PAssert.that(panes(pipeline, metric, bounded ? script.bounded() : script.unbounded(), bounded))
        .satisfies(
            panes -> {
              List<Row> rows = new ArrayList<>();
              panes.forEach(pane -> rows.addAll(rows(pane)));
              assertThat(rows.stream().map(Row::events).toList(), everyItem(greaterThan(0L)));
              assertThat(texts(table(rows)), is(expected));
              return null;
            });
    CheckedPipeline.run(pipeline);
  }

  static PCollection<Pane> panes(
      Pipeline pipeline,
      Metric metric,
      PTransform<PBegin, PCollection<Views>> source,
      boolean bounded) {
    return merged(pipeline, metric, source, bounded).get(MergePanes.PANES);
  }

  static PCollectionTuple merged(
      Pipeline pipeline,
      Metric metric,
      PTransform<PBegin, PCollection<Views>> source,
      boolean bounded) {
    List<Metric> metrics = List.of(metric);
    PCollectionTuple merged =
        pipeline
            .apply("Read", source)
            .apply("Roll up", ParDo.of(new RollUp(metrics, 3, LATENESS)))
            .setCoder(RollUp.coder(metrics))
            .apply(
                "Merge panes",
                ParDo.of(
                        new MergePanes(
                            metrics,
                            new Firing(Duration.ofSeconds(10), LATENESS.allowed(), bounded)))
                    .withOutputTags(MergePanes.PANES, TupleTagList.of(MergePanes.REOPENED)));
    MergePanes.setCoders(merged, metrics);
    return merged;
  }

  static List<Row> rows(Pane pane) {
    List<Row> rows = new ArrayList<>();
    pane.tallies().forEach((key, tally) -> rows.add(Row.of(pane.windowMillis(), key, tally)));
    return rows;
  }

  /** The table after these rows were written in any order: the one with most events wins. */
  private static Collection<Row> table(List<Row> rows) {
    Map<Object, Row> table = new HashMap<>();
    for (Row row : rows) {
      table.merge(
          List.of(row.start(), row.key()),
          row,
          (old, given) -> given.events() > old.events() ? given : old);
    }
    return table.values();
  }

  private static Collection<String> texts(Collection<Row> rows) {
    return new TreeSet<>(rows.stream().map(Row::toString).toList());
  }
}
