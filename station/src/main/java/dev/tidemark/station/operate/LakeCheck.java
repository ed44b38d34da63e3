package dev.tidemark.station.operate;

import dev.tidemark.parquet.ParquetFile;
import dev.tidemark.run.PostgresOptions;
import dev.tidemark.write.LakeFiles;
import dev.tidemark.write.ParquetFooter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads every file of the lake and holds it against the ledger. */
@Command(
    name = "check",
    description =
        "Read every file, and compare with the ledger: is every event there that was counted, and"
            + " none twice? Exits with 1 when not.",
    footer = {
      "",
      "What a stream has counted may take a minute to be filed. For records as they came there is",
      "tidemark raw check."
    })
final class LakeCheck implements Callable<Integer> {

  private static final Pattern DAY = Pattern.compile("event_date=(\\d{4}-\\d\\d-\\d\\d)");
  private static final Pattern NAME =
      Pattern.compile("(.+)-([0-9]+)-([0-9]+)-([0-9]+)-([0-9]+)\\.parquet");
  private static final int MOST_RUNS = 8;

  private static final String COUNTED =
      """
      SELECT topic, partition, first_offset, last_offset, counted FROM ledger
      WHERE counted > 0 AND min_event_time >= ? ORDER BY 1, 2, 3""";

  @Mixin LakeDirectory lake;
  @Mixin PostgresOptions postgres;
  @Spec CommandSpec command;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "Demand the events of this day, in UTC, and later ones (default: the first).")
  LocalDate from;

  private final Map<TopicPartition, KeptOffsets> kept = new HashMap<>();
  private PrintWriter out;
  private long wrong;

  @Override
  public Integer call() throws IOException, SQLException {
    out = command.commandLine().getOut();
    List<Path> days = days();
    long files = 0;
    for (Path day : days) {
      try (Stream<Path> all = Files.list(day)) {
        for (Path file : all.sorted().toList()) {
          read(file);
          files++;
        }
      }
    }
    kept.forEach(
        (partition, offsets) ->
            offsets
                .twice()
                .forEach(run -> tell("%s: offsets %s are there twice".formatted(partition, run))));
    demandAllThatCounted(from == null && !days.isEmpty() ? date(days.get(0)) : from);
    out.printf(
        Locale.ROOT,
        "%,d events in %,d files: %s%n",
        kept.values().stream().mapToLong(KeptOffsets::count).sum(),
        files,
        wrong == 0
            ? "each is there that was counted, and once"
            : "%,d things are not as they should be".formatted(wrong));
    return wrong == 0 ? 0 : 1;
  }

  private List<Path> days() throws IOException {
    try (Stream<Path> all = Files.list(lake.existing())) {
      return all.filter(path -> DAY.matcher(path.getFileName().toString()).matches())
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }

  private static LocalDate date(Path day) {
    return LocalDate.parse(day.getFileName().toString().replaceFirst("event_date=", ""));
  }

  private void tell(String what) {
    out.println(what);
    wrong++;
  }

  /** Every cell of a file, and what its name and its footer say of it. */
  private void read(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      tell(file + " was not made by Tidemark");
      return;
    }
    TopicPartition partition = new TopicPartition(name.group(1), Integer.parseInt(name.group(2)));
    try {
      byte[] content = Files.readAllBytes(file);
      KeptOffsets told = new KeptOffsets();
      told.addTold(ParquetFooter.note(content, LakeFiles.OFFSETS));
      List<String> columns = ParquetFile.columns(content);
      List<Object[]> rows = ParquetFile.rows(content, columns);
      int offset = columns.indexOf("offset");
      long foreign =
          rows.stream()
              .filter(row -> told.within((Long) row[offset], (Long) row[offset]) != 1)
              .count();
      if (foreign > 0
          || rows.size() != told.count()
          || rows.size() != Long.parseLong(name.group(5))) {
        tell(file + " does not hold the rows that it names");
      }
      KeptOffsets of = kept.computeIfAbsent(partition, none -> new KeptOffsets());
      rows.stream().map(row -> (Long) row[offset]).sorted().forEach(of::add);
    } catch (IOException | RuntimeException unreadable) {
      tell("%s cannot be read: %s".formatted(file, unreadable.getMessage()));
    }
  }

  private void demandAllThatCounted(LocalDate first) throws SQLException {
    try (Connection connection = postgres.database(command).connect();
        PreparedStatement select = connection.prepareStatement(COUNTED)) {
      select.setObject(
          1,
          (first == null ? LocalDate.EPOCH : first)
              .atStartOfDay(ZoneOffset.UTC)
              .toOffsetDateTime());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          demand(
              new TopicPartition(row.getString(1), row.getInt(2)),
              row.getLong(3),
              row.getLong(4),
              row.getLong(5));
        }
      }
    }
  }

  private void demand(TopicPartition partition, long first, long last, long counted) {
    KeptOffsets offsets = kept.getOrDefault(partition, new KeptOffsets());
    long there = offsets.within(first, last);
    if (there != counted) {
      List<KeptOffsets.Run> missing = offsets.missing(first, last);
      String which =
          missing.stream()
              .limit(MOST_RUNS)
              .map(KeptOffsets.Run::toString)
              .collect(Collectors.joining(", "));
      tell(
          String.format(
              Locale.ROOT,
              "%s, offsets %d to %d: %,d events were counted, %,d are there; not there are %s%s",
              partition,
              first,
              last,
              counted,
              there,
              which.isEmpty() ? "none" : which,
              missing.size() > MOST_RUNS ? ", …" : ""));
    }
  }
}
