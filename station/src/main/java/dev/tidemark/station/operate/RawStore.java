package dev.tidemark.station.operate;

import dev.tidemark.run.UserError;
import dev.tidemark.write.LakeFiles;
import dev.tidemark.write.ParquetFooter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Option;

/** The files of a raw store, as their names and footers tell. */
final class RawStore {

  private static final Pattern NAME =
      Pattern.compile("(.+)-([0-9]+)-([0-9]+)-([0-9]+)-([0-9]+)\\.parquet");
  private static final String DAY = "kafka_date=";

  @Option(
      names = "--rawStore",
      paramLabel = "DIR",
      required = true,
      description = "The directory that run --rawStore named, or raw in that of --lake.")
  Path directory;

  /** One file: which records of which day. */
  record Filed(Path file, LocalDate day, TopicPartition partition, long rows) {}

  /** Offsets without a gap. */
  record Run(long first, long last) {}

  List<Filed> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UserError(
          "There is no raw store in " + directory + ".",
          "Name the directory that run --rawStore named, or raw in that of --lake.");
    }
    try (Stream<Path> files = Files.walk(directory, 2)) {
      List<Filed> filed = new ArrayList<>();
      files.forEach(
          file -> {
            Matcher name = NAME.matcher(file.getFileName().toString());
            String day = file.getParent().getFileName().toString();
            if (name.matches() && day.startsWith(DAY)) {
              filed.add(
                  new Filed(
                      file,
                      LocalDate.parse(day.substring(DAY.length())),
                      new TopicPartition(name.group(1), Integer.parseInt(name.group(2))),
                      Long.parseLong(name.group(5))));
            }
          });
      filed.sort(
          Comparator.comparing(Filed::day)
              .thenComparing(file -> file.partition().topic())
              .thenComparing(file -> file.partition().partition()));
      return filed;
    }
  }

  /** Which records a file holds. */
  static List<Run> runs(Filed filed) throws IOException {
    List<Run> runs = new ArrayList<>();
    String told = ParquetFooter.note(Files.readAllBytes(filed.file()), LakeFiles.OFFSETS);
    for (String run : told.split(",", -1)) {
      int dash = run.indexOf('-');
      long first = Long.parseLong(dash < 0 ? run : run.substring(0, dash));
      runs.add(new Run(first, Long.parseLong(run.substring(dash + 1))));
    }
    return runs;
  }
}
