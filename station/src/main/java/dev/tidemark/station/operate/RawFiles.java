package dev.tidemark.station.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.parquet.ParquetFile;
import dev.tidemark.run.UserError;
import dev.tidemark.write.LakeFiles;
import dev.tidemark.write.ParquetFooter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** A raw store of Parquet files, as their names and footers tell. */
final class RawFiles implements RawStore {

  private static final List<String> COLUMNS =
      List.of("topic", "partition", "offset", "kafka_time", "key", "headers", "value");
  private static final Pattern NAME =
      Pattern.compile("(.+)-([0-9]+)-([0-9]+)-([0-9]+)-([0-9]+)\\.parquet");
  private static final String DAY = "kafka_date=";

  private static final Comparator<Kept> BY_DAY =
      Comparator.comparing(Kept::day)
          .thenComparing(kept -> kept.partition().topic())
          .thenComparing(kept -> kept.partition().partition());

  private final Path directory;

  RawFiles(Path directory) {
    this.directory = directory;
  }

  /** One file: which records of which day. */
  private record Filed(Path file, LocalDate day, TopicPartition partition, long rows) {}

  private List<Filed> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UserError(
          "There is no raw store in " + directory + ".",
          "Name the directory that run --rawStore named, or raw in that of --lake.");
    }
    List<Filed> filed = new ArrayList<>();
    try (Stream<Path> days = Files.list(directory)) {
      for (Path day : days.filter(RawFiles::isDay).sorted().toList()) {
        try (Stream<Path> files = Files.list(day)) {
          files.sorted().flatMap(file -> filed(day, file)).forEach(filed::add);
        }
      }
    }
    return filed;
  }

  private static boolean isDay(Path path) {
    return path.getFileName().toString().startsWith(DAY) && Files.isDirectory(path);
  }

  private static Stream<Filed> filed(Path day, Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return Stream.empty();
    }
    return Stream.of(
        new Filed(
            file,
            LocalDate.parse(day.getFileName().toString().substring(DAY.length())),
            new TopicPartition(name.group(1), Integer.parseInt(name.group(2))),
            Long.parseLong(name.group(5))));
  }

  @Override
  public List<Kept> kept() throws IOException {
    return files().stream()
        .map(file -> new Kept(file.day, file.partition, 1, file.rows))
        .collect(
            Collectors.toMap(
                kept -> Map.entry(kept.day(), kept.partition()), kept -> kept, RawFiles::sum))
        .values()
        .stream()
        .sorted(BY_DAY)
        .toList();
  }

  private static Kept sum(Kept one, Kept other) {
    return new Kept(
        one.day(), one.partition(), one.files() + other.files(), one.records() + other.records());
  }

  @Override
  public Map<TopicPartition, KeptOffsets> offsets() throws IOException {
    Map<TopicPartition, KeptOffsets> offsets = new HashMap<>();
    for (Filed file : files()) {
      offsets
          .computeIfAbsent(file.partition, partition -> new KeptOffsets())
          .addTold(ParquetFooter.note(Files.readAllBytes(file.file), LakeFiles.OFFSETS));
    }
    return offsets;
  }

  @Override
  public List<Map<String, Object>> sample(int count, Long seed) throws IOException {
    Random chance = RawStore.chance(seed);
    List<Filed> files = files();
    Collections.shuffle(files, chance);
    List<Map<String, Object>> sample = new ArrayList<>();
    for (int file = 0; file < files.size() && sample.size() < count; file++) {
      byte[] content = Files.readAllBytes(files.get(file).file);
      List<Object[]> rows = ParquetFile.rows(content, COLUMNS);
      Collections.shuffle(rows, chance);
      // From as many files as there are, so that no day hides the others.
      int share = Math.max(1, (count - sample.size()) / (files.size() - file));
      rows.subList(0, Math.min(share, rows.size())).forEach(row -> sample.add(fields(row)));
    }
    return sample;
  }

  private static Map<String, Object> fields(Object[] row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      fields.put(COLUMNS.get(i), field(COLUMNS.get(i), row[i]));
    }
    return fields;
  }

  private static Object field(String column, Object value) {
    if (value instanceof byte[] bytes) {
      return new String(bytes, UTF_8);
    }
    return column.equals("kafka_time")
        ? Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString()
        : value;
  }

  /** Files take every record. */
  @Override
  public String refusals() {
    return "no file: ";
  }

  @Override
  public void delete(LocalDate before) throws IOException {
    for (Filed file : files()) {
      if (file.day.isBefore(before)) {
        Files.delete(file.file);
      }
    }
  }
}
