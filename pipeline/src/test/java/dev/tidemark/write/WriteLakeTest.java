package dev.tidemark.write;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.record;
import static dev.tidemark.event.SampleViews.url;
import static dev.tidemark.event.SampleViews.view;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.enrich.ViewsCoder;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLakeTest {
  private static final String MIDNIGHT = "2026-01-06T00:00:00Z";
  private static final String BEFORE = "2026-01-05T23:59:59.999999Z";
  private static final String LINES =
      "SELECT event_date, topic, \"partition\", \"offset\", epoch_us(event_time) FROM LAKE"
          + " ORDER BY \"partition\", \"offset\"";

  @TempDir private Path lake;

  @Test
  void anEventLandsInTheDirectoryOfItsDayInUtc() throws Exception {
    bounded(
        block(0, view(record(0, 1), at(BEFORE)), view(record(0, 2), at(MIDNIGHT))),
        block(1, view(record(1, 1), at("1969-12-31T23:59:59.999999Z"))));
    assertThat(
        Duck.ask(lake, LINES),
        is(
            List.of(
                "2026-01-05|web_events|0|1|1767657599999999",
                "2026-01-06|web_events|0|2|1767657600000000",
                "1969-12-31|web_events|1|1|-1")));
  }

  @Test
  void aBatchIsRunTwiceAndAddsNothing() throws Exception {
    Views events = block(0, view(record(0, 1), at(BEFORE)), view(record(0, 2), at(MIDNIGHT)));
    bounded(events);
    List<Path> before = files();
    bounded(events, block(0, view(record(0, 3), at(MIDNIGHT))));
    assertThat(before, hasSize(2));
    assertThat(files(), hasSize(3));
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("3")));
  }

  @Test
  void everyColumnOfTheTableIsThere() throws Exception {
    bounded(
        block(0, view(record(0, 1), at(BEFORE), url("https://ü.example/" + "é".repeat(9_000)))));
    assertThat(
        Duck.ask(lake, "SELECT column_name FROM (DESCRIBE SELECT * EXCLUDE event_date FROM LAKE)"),
        is(ProcessedEvents.TABLE.columns().stream().map(Table.Column::name).toList()));
    assertThat(
        Duck.ask(lake, "SELECT length(url), is_bot, user_id FROM LAKE"),
        is(List.of("9018|false|null")));
  }

  @Test
  void aStreamGathersThePartitionsEventsIntoAFileADay() throws Exception {
    TestStream.Builder<Views> stream = TestStream.create(new ViewsCoder());
    for (int i = 0; i < 12; i++) {
      stream =
          stream
              .addElements(block(0, view(record(0, i), at(BEFORE))))
              .addElements(block(1, view(record(1, i), at(MIDNIGHT))))
              .advanceProcessingTime(org.joda.time.Duration.millis(500));
    }
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            stream
                .advanceProcessingTime(org.joda.time.Duration.standardMinutes(2))
                .addElements(block(0, view(record(0, 12), at(MIDNIGHT))))
                .advanceWatermarkToInfinity())
        .apply(new WriteLake(lake.toString(), 1 << 20, Duration.ofMinutes(1)));
    pipeline.run().waitUntilFinish();
    assertThat(
        files().stream().map(file -> lake.relativize(file).toString()).toList(),
        is(
            List.of(
                "event_date=2026-01-05/web_events-0-0-11-12.parquet",
                "event_date=2026-01-06/web_events-0-12-12-1.parquet",
                "event_date=2026-01-06/web_events-1-0-11-12.parquet")));
  }

  @Test
  void aStreamWritesBeforeItsMinuteIsOverWhenMuchHasCome() throws Exception {
    Views[] blocks =
        IntStream.range(0, 40).mapToObj(i -> block(0, view(record(0, i)))).toArray(Views[]::new);
    TestStream.Builder<Views> stream = TestStream.create(new ViewsCoder());
    for (Views block : blocks) {
      stream = stream.addElements(block);
    }
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(stream.advanceWatermarkToInfinity())
        .apply(new WriteLake(lake.toString(), 4_000, Duration.ofDays(1)));
    pipeline.run().waitUntilFinish();
    assertThat(files().size() > 1 && files().size() < 20, is(true));
    assertThat(
        Duck.ask(lake, "SELECT count(DISTINCT \"offset\"), count(*) FROM LAKE"),
        is(List.of("40|40")));
  }

  @Test
  void aRunThatFailsShowsNothingAndRunAgainShowsAll() throws Exception {
    Path inTheWay = Files.createFile(lake.resolve("event_date=2026-01-06"));
    Views events = block(0, view(record(0, 1), at(BEFORE)), view(record(0, 2), at(MIDNIGHT)));
    assertThrows(Pipeline.PipelineExecutionException.class, () -> bounded(events));
    Files.delete(inTheWay);
    try (Stream<Path> left = Files.walk(lake.resolve("_unfinished"))) {
      assertThat(left.filter(Files::isRegularFile).toList(), is(List.of()));
    }
    bounded(events);
    assertThat(Duck.ask(lake, "SELECT \"offset\" FROM LAKE ORDER BY 1"), is(List.of("1", "2")));
  }

  private void bounded(Views... blocks) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(List.of(blocks)).withCoder(new ViewsCoder()))
        .apply(new WriteLake(lake.toString()));
    pipeline.run().waitUntilFinish();
  }

  private static Views block(int partition, EnrichedView... views) {
    return new Views("web_events", partition, 0, List.of(views));
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (var days = Files.newDirectoryStream(lake, "event_date=*")) {
      for (Path day : days) {
        try (var finished = Files.newDirectoryStream(day, "*.parquet")) {
          finished.forEach(files::add);
        }
      }
    }
    files.sort(null);
    return files;
  }
}
