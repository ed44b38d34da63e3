package dev.tidemark.write;

import static dev.tidemark.event.SampleViews.at;
import static dev.tidemark.event.SampleViews.micros;
import static dev.tidemark.event.SampleViews.record;
import static dev.tidemark.event.SampleViews.view;
import static java.util.stream.Collectors.toMap;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Views;
import dev.tidemark.write.LakeFiles.Drawer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeFilesTest {
  private static final LocalDate DAY = LocalDate.parse("2026-01-05");
  private static final Drawer FIRST = new Drawer("web_events", 0, DAY);
  private static final Drawer SECOND = new Drawer("web_events", 1, DAY);

  @TempDir private Path directory;
  private Path lake;
  private LakeFiles files;

  @BeforeEach
  void start() {
    lake = directory.resolve("lake");
    files = new LakeFiles(lake.toString());
  }

  @Test
  void aFileIsNamedAfterItsDayAndItsRecords() throws Exception {
    files.write(FIRST, rows(7, 3, 12));
    assertThat(names(), is(List.of("event_date=2026-01-05/web_events-0-3-12-3.parquet")));
    assertThat(Duck.ask(lake, "SELECT \"offset\" FROM LAKE"), is(List.of("3", "7", "12")));
  }

  @Test
  void theSameRowsAgainChangeNoFile() throws Exception {
    files.write(FIRST, rows(1, 2, 3));
    Map<Path, FileTime> before = written();
    files.write(FIRST, rows(1, 2, 3));
    assertThat(written(), is(before));
  }

  @Test
  void aReplayThatIsCutOtherwiseAddsOnlyWhatWasMissing() throws Exception {
    files.write(FIRST, rows(0, 1, 2, 5, 6));
    Map<Path, FileTime> before = written();
    files.write(FIRST, rows(2, 3, 4, 5, 6, 7));
    assertThat(offsets(), is(LongStream.range(0, 8).mapToObj(Long::toString).toList()));
    Map<Path, FileTime> after = written();
    assertThat(after.entrySet().containsAll(before.entrySet()), is(true));
    assertThat(names(), hasSize(2));
  }

  @Test
  void howeverReplaysAreCutEveryRecordIsThereOnce() throws Exception {
    Random chance = new Random(11);
    for (int trial = 0; trial < 60; trial++) {
      int from = chance.nextInt(180);
      files.write(
          FIRST, rows(LongStream.range(from, 200).filter(o -> chance.nextInt(3) > 0).toArray()));
    }
    files.write(FIRST, rows(LongStream.range(0, 200).toArray()));
    assertThat(offsets(), is(LongStream.range(0, 200).mapToObj(Long::toString).toList()));
  }

  @Test
  void recordsOfAnotherPartitionAreNotTakenForTheSame() throws Exception {
    files.write(FIRST, rows(1, 2));
    files.write(SECOND, rows(1, 2));
    files.write(new Drawer("web_events-0", 1, DAY), rows(2));
    files.write(new Drawer("web_events", 0, DAY.plusDays(1)), rows(1));
    assertThat(names(), hasSize(4));
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("6")));
  }

  @Test
  void whatCannotBeFinishedIsNotSeenAndLeavesNothing() throws Exception {
    Files.createDirectories(lake);
    Files.writeString(lake.resolve("event_date=2026-01-05"), "in the way of the directory");
    assertThrows(IOException.class, () -> files.write(FIRST, rows(1, 2)));
    try (Stream<Path> left = Files.list(lake.resolve("_unfinished"))) {
      assertThat(left.toList(), empty());
    }
    Files.delete(lake.resolve("event_date=2026-01-05"));
    files.write(FIRST, rows(1, 2));
    assertThat(offsets(), is(List.of("1", "2")));
  }

  @Test
  void aReaderNeverSeesHalfAFile() throws Exception {
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing =
          writer.submit(
              () -> {
                for (int i = 0; i < 30; i++) {
                  files.write(FIRST, rows(LongStream.range(i * 500L, i * 500L + 500).toArray()));
                }
                return null;
              });
      int seen = 0;
      while (!writing.isDone() || seen < 30) {
        List<String> complete = names();
        seen = complete.size();
        for (String name : complete) {
          assertThat(
              ParquetFooter.note(Files.readAllBytes(lake.resolve(name)), LakeFiles.OFFSETS)
                  .matches("\\d+-\\d+"),
              is(true));
        }
      }
      writing.get();
    } finally {
      writer.shutdownNow();
    }
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE"), is(List.of("15000")));
  }

  @Test
  void whenTooMuchWaitsTheLargestDayGoesFirst() throws Exception {
    LakeBuffer buffer = new LakeBuffer(files, 20_000);
    List<EnrichedView> views = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String time = i % 10 == 0 ? "2026-01-04T23:59:59.999999Z" : "2026-01-05T00:00:00Z";
      views.add(view(record(0, i), at(time)));
    }
    buffer.add(new Views("web_events", 0, 0, views));
    List<String> early = names();
    assertThat(
        early.stream().filter(name -> !name.startsWith("event_date=2026-01-05")).toList(), empty());
    assertThat(early.isEmpty(), is(false));
    buffer.writeAll();
    assertThat(
        Duck.ask(lake, "SELECT event_date, count(*) FROM LAKE GROUP BY 1 ORDER BY 1"),
        is(List.of("2026-01-04|10", "2026-01-05|90")));
  }

  private static Rows rows(long... offsets) {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    Arrays.stream(offsets)
        .forEach(offset -> ProcessedEvents.add(rows, view(record(0, offset)), micros("13:00:00")));
    return rows;
  }

  private List<String> offsets() throws Exception {
    return Duck.ask(lake, "SELECT \"offset\" FROM LAKE ORDER BY 1");
  }

  private List<String> names() throws IOException {
    return finished().stream().map(file -> lake.relativize(file).toString()).toList();
  }

  private Map<Path, FileTime> written() throws IOException {
    return finished().stream().collect(toMap(file -> file, LakeFilesTest::time));
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What matches the pattern that a reader of the lake gives. */
  private List<Path> finished() throws IOException {
    if (!Files.exists(lake)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (var days = Files.newDirectoryStream(lake, "event_date=*")) {
      for (Path day : days) {
        try (var finished = Files.newDirectoryStream(day)) {
          finished.forEach(files::add);
        }
      }
    }
    files.sort(null);
    return files;
  }
}
