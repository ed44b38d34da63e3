package dev.tidemark.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.SampleViews;
import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {
  private static final Table EVERY_TYPE =
      new Table(
          "every_type",
          List.of(
              new Column("text", Table.Type.TEXT),
              new Column("json", Table.Type.JSON),
              new Column("bytes", Table.Type.BYTES),
              new Column("truth", Table.Type.BOOLEAN),
              new Column("small", Table.Type.INTEGER),
              new Column("big", Table.Type.BIGINT),
              new Column("real", Table.Type.DOUBLE),
              new Column("time", Table.Type.TIME)),
          List.of(),
          Conflict.KEEP);

  @TempDir private Path lake;
  private Rows rows;

  @BeforeEach
  void start() {
    rows = new Rows(EVERY_TYPE);
  }

  @Test
  void everyTypeIsWhatItsReaderExpects() throws Exception {
    rows.add("Grüße \uD83D\uDE00", "{\"a\":1}", new byte[] {0, -1}, true, -7, 1L << 60, 0.1, 1L);
    publish(Map.of());
    assertThat(
        Duck.ask(
            lake,
            "SELECT typeof(text), typeof(json), typeof(bytes), typeof(truth), typeof(small),"
                + " typeof(big), typeof(real), typeof(time) FROM LAKE"),
        is(List.of("VARCHAR|VARCHAR|BLOB|BOOLEAN|INTEGER|BIGINT|DOUBLE|TIMESTAMP WITH TIME ZONE")));
    assertThat(
        Duck.ask(
            lake,
            "SELECT text, json->>'a', hex(bytes), truth, small, big, real, epoch_us(time),"
                + " event_date FROM LAKE"),
        is(List.of("Grüße \uD83D\uDE00|1|00FF|true|-7|1152921504606846976|0.1|1|2026-01-05")));
  }

  @Test
  void whatIsMissingIsNullInEveryType() throws Exception {
    rows.add(null, null, null, null, null, null, null, null);
    publish(Map.of());
    assertThat(
        Duck.ask(lake, "SELECT COLUMNS(* EXCLUDE event_date) FROM LAKE"),
        is(List.of("null|null|null|null|null|null|null|null")));
  }

  @Test
  void manyRowsAndLongTextsComeBackAsTheyWere() throws Exception {
    String longText = "ä".repeat(1 << 20);
    for (int i = 0; i < 50_000; i++) {
      rows.add(
          i == 25_000 ? longText : "text " + i % 100,
          null,
          null,
          i % 2 == 0,
          i,
          -i * 7L,
          i / 8.0,
          SampleViews.micros("23:59:59.999999") + i);
    }
    publish(Map.of());
    assertThat(
        Duck.ask(
            lake,
            "SELECT count(*), count(DISTINCT text), max(length(text)), sum(small), sum(big),"
                + " sum(real), count(*) FILTER (truth), max(time) - min(time), min(time) FROM LAKE"),
        is(
            List.of(
                "50000|101|1048576|1249975000|-8749825000|1.56246875E8|25000|00:00:00.049999"
                    + "|2026-01-05T23:59:59.999999Z")));
    assertThat(Files.size(file()), lessThan(600_000L));
  }

  @Test
  void onlyTheChosenRowsAreWrittenInTheChosenOrder() throws Exception {
    for (int i = 0; i < 5; i++) {
      rows.add(null, null, null, null, i, null, null, null);
    }
    Files.write(file(), ParquetRows.encode(rows, List.of(3, 0, 4), Map.of()));
    assertThat(Duck.ask(lake, "SELECT small FROM LAKE"), is(List.of("3", "0", "4")));
  }

  @Test
  void theFooterTellsItsNotes() throws Exception {
    rows.add(null, null, null, null, 1, null, null, null);
    publish(Map.of("offsets", "1-5", "by", "Grüße"));
    byte[] file = Files.readAllBytes(file());
    assertThat(ParquetFooter.note(file, "offsets"), is("1-5"));
    assertThat(ParquetFooter.note(file, "by"), is("Grüße"));
    assertThrows(IOException.class, () -> ParquetFooter.note(file, "other"));
  }

  @Test
  void halfAFileIsNotTakenForOne() throws Exception {
    rows.add("text", null, null, null, 1, null, null, null);
    byte[] file = ParquetRows.encode(rows, List.of(0), Map.of("offsets", "1"));
    for (int length : new int[] {0, 4, 7, 8, file.length / 2, file.length - 1}) {
      byte[] half = Arrays.copyOf(file, length);
      assertThrows(IOException.class, () -> ParquetFooter.note(half, "offsets"), "" + length);
    }
  }

  private void publish(Map<String, String> notes) throws IOException {
    List<Integer> all = IntStream.range(0, rows.size()).boxed().toList();
    Files.write(file(), ParquetRows.encode(rows, all, notes));
  }

  private Path file() throws IOException {
    return Files.createDirectories(lake.resolve("event_date=2026-01-05")).resolve("1.parquet");
  }
}
