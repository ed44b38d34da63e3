package dev.tidemark.write;

import static dev.tidemark.event.SampleViews.record;
import static dev.tidemark.event.SampleViews.url;
import static dev.tidemark.event.SampleViews.view;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.write.LakeFiles.Drawer;
import dev.tidemark.write.Table.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake that was begun before a column was added. */
class LakeEvolutionTest {
  private static final LocalDate DAY = LocalDate.parse("2026-01-05");
  private static final Drawer DRAWER = new Drawer("web_events", 0, DAY);

  @TempDir private Path lake;

  @BeforeEach
  void writeAnOldFileAndANewOne() throws IOException {
    write(without("store_id", "organisation"), 1);
    write(ProcessedEvents.TABLE, 2);
  }

  @Test
  void duckReadsBothAndTheOldOneHasNothingInTheColumn() throws Exception {
    String query =
        "SELECT \"offset\", store_id, organisation, url"
            + " FROM read_parquet('%s/*/*.parquet', hive_partitioning = true, union_by_name = true)"
                .formatted(lake)
            + " ORDER BY 1";
    assertThat(
        Duck.ask(lake, query),
        is(List.of("1|null|null|https://shop.example/1", "2|null|null|https://shop.example/2")));
  }

  @Test
  void soDoesOurOwnReader() throws Exception {
    List<EnrichedView> events = new ArrayList<>();
    for (Lake.LakeFile file : new Lake(lake.toString()).files(DAY, DAY)) {
      events.addAll(file.events());
    }
    assertThat(
        events.stream().map(event -> event.view().offset() + event.view().url()).toList(),
        is(List.of("1https://shop.example/1", "2https://shop.example/2")));
  }

  @Test
  void bothBecomeOneFileWithAllColumns() throws Exception {
    compact();
    assertThat(
        Duck.ask(lake, "SELECT \"offset\", store_id, url FROM LAKE ORDER BY 1"),
        is(List.of("1|null|https://shop.example/1", "2|null|https://shop.example/2")));
  }

  @Test
  void aFileOfALaterVersionIsNotRobbedOfItsColumns() throws Exception {
    List<Column> columns = new ArrayList<>(ProcessedEvents.TABLE.columns());
    columns.add(new Column("mood", Table.Type.TEXT));
    write(table(columns), 3);
    IOException refused = assertThrows(IOException.class, this::compact);
    assertThat(refused.getMessage(), containsString("does not know: [mood]"));
    assertThat(Duck.ask(lake, "SELECT count(*) FROM LAKE WHERE \"offset\" > 0"), is(List.of("3")));
  }

  private void compact() throws IOException {
    try (LakeDays days = LakeDays.in(lake, Duration.ZERO).orElseThrow()) {
      days.compact(DAY, 1 << 20);
    }
  }

  private void write(Table table, int offset) throws IOException {
    Rows whole = new Rows(ProcessedEvents.TABLE);
    ProcessedEvents.add(
        whole, view(record(0, offset), url("https://shop.example/" + offset)), 1_000_000L);
    List<String> known = ProcessedEvents.TABLE.given().map(Column::name).toList();
    Rows rows = new Rows(table);
    rows.add(
        table
            .given()
            .map(column -> known.contains(column.name()) ? whole.get(0, column.name()) : "good")
            .toArray());
    new LakeFiles(lake.toString()).write(DRAWER, rows);
  }

  private static Table without(String... names) {
    return table(
        ProcessedEvents.TABLE
            .given()
            .filter(column -> !List.of(names).contains(column.name()))
            .toList());
  }

  private static Table table(List<Column> columns) {
    return new Table(
        "processed_events",
        columns,
        ProcessedEvents.TABLE.key(),
        ProcessedEvents.TABLE.conflict(),
        "event_time");
  }
}
