package dev.tidemark.station.audit;

import dev.tidemark.parquet.ParquetFile;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** The lake: what counts, as it was filed. */
final class LakeSource implements Source {

  /** TOPIC-PARTITION-FIRST-LAST-ROWS: which offsets a file lies between. */
  private static final Pattern NAME =
      Pattern.compile("(.+)-([0-9]+)-([0-9]+)-([0-9]+)-[0-9]+\\.parquet");

  private record Filed(TopicPartition partition, Span span, Path file) {}

  private final Path directory;
  private final Set<TopicPartition> partitions;

  LakeSource(Path directory, Set<TopicPartition> partitions) {
    this.directory = directory;
    this.partitions = partitions;
  }

  @Override
  public Map<TopicPartition, Span> spans() throws IOException {
    Map<TopicPartition, Span> spans = new HashMap<>();
    for (Filed filed : files()) {
      spans.merge(
          filed.partition,
          filed.span,
          (a, b) -> new Span(Math.min(a.begin(), b.begin()), Math.max(a.end(), b.end())));
    }
    return spans;
  }

  private List<Filed> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UserError(
          "There is no lake in " + directory + ".", "Name the directory that run --lake named.");
    }
    try (Stream<Path> files = Files.walk(directory, 2, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .map(LakeSource::filed)
          .filter(filed -> filed != null && partitions.contains(filed.partition))
          .toList();
    }
  }

  private static Filed filed(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return null;
    }
    Span span = new Span(Long.parseLong(name.group(3)), Long.parseLong(name.group(4)) + 1);
    return new Filed(
        new TopicPartition(name.group(1), Integer.parseInt(name.group(2))), span, file);
  }

  @Override
  public long last(TopicPartition partition, Span span) {
    return span.end() - 1;
  }

  /** Files are of days and not in the order of offsets, on which no figure depends. */
  @Override
  public void read(TopicPartition partition, Span span, Taker taker)
      throws IOException, SQLException {
    for (Filed filed : files()) {
      boolean meets = filed.span.begin() < span.end() && filed.span.end() > span.begin();
      if (filed.partition.equals(partition) && meets) {
        byte[] file = Files.readAllBytes(filed.file);
        for (Object[] cells : ParquetFile.rows(file, StoredEvent.COLUMNS)) {
          List<String> row =
              Arrays.stream(cells).map(cell -> Objects.toString(cell, null)).toList();
          long offset = Long.parseLong(row.get(0));
          if (offset >= span.begin() && offset < span.end()) {
            taker.take(StoredEvent.outcome(partition, row));
          }
        }
      }
    }
  }

  @Override
  public boolean knowsAllFates() {
    return false;
  }

  @Override
  public void close() {}
}
