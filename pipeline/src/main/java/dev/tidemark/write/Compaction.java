package dev.tidemark.write;

import dev.tidemark.parquet.ParquetFile;
import dev.tidemark.write.Table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.regex.Matcher;

/** Which files of a day become one. */
final class Compaction {

  private final List<List<Path>> together;

  private Compaction(List<List<Path>> together) {
    this.together = together;
  }

  /** Files of one partition that follow each other, up to a size. */
  static Compaction of(List<Path> files, long mostBytes) throws IOException {
    Map<String, List<Path>> byPartition = new LinkedHashMap<>();
    for (Path file : files) {
      Matcher name = named(file);
      byPartition
          .computeIfAbsent(name.group(1) + "-" + name.group(2), partition -> new ArrayList<>())
          .add(file);
    }
    List<List<Path>> together = new ArrayList<>();
    for (List<Path> of : byPartition.values()) {
      of.sort(Comparator.comparingLong(file -> Long.parseLong(named(file).group(3))));
      long bytes = mostBytes;
      for (Path file : of) {
        long size = Files.size(file);
        if (bytes + size > mostBytes) {
          together.add(new ArrayList<>());
          bytes = 0;
        }
        together.get(together.size() - 1).add(file);
        bytes += size;
      }
    }
    return new Compaction(together);
  }

  boolean isWorthwhile() {
    return together.stream().anyMatch(files -> files.size() > 1);
  }

  /** Writes the files that they become, and returns how many rows these have. */
  long writeInto(Path directory, Table table, String time) throws IOException {
    long written = 0;
    for (List<Path> files : together) {
      Matcher name = named(files.get(0));
      Rows rows = rows(files, table);
      NavigableMap<Long, Integer> byOffset = LakeFiles.byOffset(rows);
      Path file =
          directory.resolve(
              LakeFiles.name(name.group(1), Integer.parseInt(name.group(2)), byOffset));
      if (files.size() == 1) {
        Files.copy(files.get(0), file);
      } else {
        Files.write(file, LakeFiles.encode(rows, byOffset, time));
      }
      written += byOffset.size();
    }
    return written;
  }

  /** The rows of files, an older one's without the columns that it lacks. */
  static Rows rows(List<Path> files, Table table) throws IOException {
    List<String> columns = table.given().map(Column::name).toList();
    Rows rows = new Rows(table);
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      Set<String> unknown = new HashSet<>(ParquetFile.columns(content));
      columns.forEach(unknown::remove);
      if (!unknown.isEmpty()) {
        throw new IOException(
            "%s has columns that this version does not know: %s".formatted(file, unknown));
      }
      ParquetFile.rows(content, columns).forEach(rows::add);
    }
    return rows;
  }

  static NavigableSet<Long> offsets(Path file) throws IOException {
    return Offsets.of(ParquetFooter.note(Files.readAllBytes(file), LakeFiles.OFFSETS));
  }

  private static Matcher named(Path file) {
    Matcher name = LakeFiles.NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException("Tidemark did not make the file " + file);
    }
    return name;
  }
}
