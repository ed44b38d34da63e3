package dev.tidemark.write;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.parquet.ParquetFile;
import dev.tidemark.write.Table.Column;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/**
 * A lake for whoever reads it: the finished files of days, each with its rows and their offsets.
 *
 * @param directory where {@code --lake} has written
 */
public record Lake(String directory) implements Serializable {

  private static final List<String> COLUMNS =
      ProcessedEvents.TABLE.given().map(Column::name).toList();

  /** A finished file: one partition's events of one day. */
  public record LakeFile(String path, String topic, int partition) implements Serializable {

    /** The events in there. */
    public List<EnrichedView> events() throws IOException {
      List<EnrichedView> events = new ArrayList<>();
      for (Object[] row : ParquetFile.rows(LakeFiles.read(path), COLUMNS)) {
        events.add(ProcessedEvents.event(row));
      }
      return events;
    }

    /** The offsets of its rows. */
    public NavigableSet<Long> offsets() throws IOException {
      return Offsets.of(ParquetFooter.note(LakeFiles.read(path), LakeFiles.OFFSETS));
    }
  }

  /** The files of some days, both included. */
  public List<LakeFile> files(LocalDate first, LocalDate last) throws IOException {
    LakeFiles files = new LakeFiles(directory);
    List<LakeFile> found = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      found.addAll(files.of(day));
    }
    return found;
  }
}
