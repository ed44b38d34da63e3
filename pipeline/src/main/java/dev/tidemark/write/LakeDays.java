package dev.tidemark.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The days of a lake, or of a raw store, in a directory of this machine, for whoever looks after
 * them.
 */
public final class LakeDays implements AutoCloseable {

  private static final Pattern DAY = Pattern.compile("(event|kafka)_date=(\\d{4}-\\d\\d-\\d\\d)");

  private final Path lake;
  private final Duration grace;
  private final FileChannel lock;

  /** What became of a day. */
  public record Compacted(LocalDate day, int filesBefore, int filesAfter, long rows) {}

  private LakeDays(Path lake, Duration grace, FileChannel lock) {
    this.lake = lake;
    this.grace = grace;
    this.lock = lock;
  }

  /**
   * The lake in a directory, for one caretaker at a time.
   *
   * @param grace how long files stay for readers that found them before they were replaced
   * @return nothing while another one is at work
   */
  public static Optional<LakeDays> in(Path directory, Duration grace) throws IOException {
    Path lake = directory.toRealPath();
    Path versions = Files.createDirectories(lake.resolve(DayLinks.VERSIONS));
    FileChannel channel =
        FileChannel.open(
            versions.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      return Optional.empty();
    }
    LakeDays days = new LakeDays(lake, grace, channel);
    days.bringBack();
    return Optional.of(days);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  /** A day that was cut off between being a directory and being a link. */
  private void bringBack() throws IOException {
    try (Stream<Path> all = Files.list(lake.resolve(DayLinks.VERSIONS))) {
      for (Path version : all.filter(path -> path.toString().endsWith(".0")).toList()) {
        String day = version.getFileName().toString().replaceFirst("\\.0$", "");
        if (!Files.exists(lake.resolve(day), LinkOption.NOFOLLOW_LINKS)) {
          DayLinks.exchange(lake, day, version);
        }
      }
    }
  }

  /** The days that there are, in their order. */
  public List<LocalDate> days() throws IOException {
    return directories().keySet().stream().toList();
  }

  private Map<LocalDate, String> directories() throws IOException {
    Map<LocalDate, String> days = new TreeMap<>();
    try (Stream<Path> all = Files.list(lake)) {
      all.filter(Files::isDirectory)
          .map(path -> DAY.matcher(path.getFileName().toString()))
          .filter(Matcher::matches)
          .forEach(name -> days.put(LocalDate.parse(name.group(2)), name.group()));
    }
    return days;
  }

  /** Makes few files of many; nothing when a day has no more than it needs. */
  public Optional<Compacted> compact(LocalDate day, long mostBytes) throws IOException {
    String name = directories().get(day);
    removeOldVersions(name);
    Path standing = lake.resolve(name).toRealPath();
    List<Path> files = files(standing);
    Compaction compaction = Compaction.of(files, mostBytes);
    if (!compaction.isWorthwhile()) {
      return Optional.empty();
    }
    Path version = DayLinks.version(lake, name, lastVersion(name) + 1);
    Files.createDirectories(version);
    long rows = compaction.writeInto(version, tableOf(name), timeOf(name));
    DayLinks.exchange(lake, name, version);
    Path before = replaced(name, standing);
    Files.setLastModifiedTime(before, FileTime.from(Instant.now()));
    bringOver(before, files, name);
    removeOldVersions(name);
    return Optional.of(new Compacted(day, files.size(), files(version).size(), rows));
  }

  /** Removes a day at once, and then its files. */
  public long expire(LocalDate day) throws IOException {
    String name = directories().get(day);
    Path link = lake.resolve(name);
    long files = files(link).size();
    if (Files.isSymbolicLink(link)) {
      Files.delete(link);
    } else {
      Files.move(link, DayLinks.version(lake, name, lastVersion(name) + 1));
    }
    for (Path version : versions(name)) {
      remove(version);
    }
    return files;
  }

  /** What was written into the old version while the new one was made. */
  private void bringOver(Path before, List<Path> known, String name) throws IOException {
    Set<String> names = new HashSet<>();
    known.forEach(file -> names.add(file.getFileName().toString()));
    for (Path file : files(before)) {
      if (!names.contains(file.getFileName().toString())) {
        bringOver(file, name);
      }
    }
  }

  private void bringOver(Path file, String name) throws IOException {
    Matcher day = DAY.matcher(name);
    Matcher named = LakeFiles.NAME.matcher(file.getFileName().toString());
    if (day.matches() && named.matches()) {
      new LakeFiles(lake.toString(), day.group(1) + "_date")
          .write(
              new LakeFiles.Drawer(
                  named.group(1), Integer.parseInt(named.group(2)), LocalDate.parse(day.group(2))),
              Compaction.rows(List.of(file), tableOf(name)));
    }
  }

  /** Versions that nobody reads any more; what only they hold is brought over before. */
  private void removeOldVersions(String name) throws IOException {
    Path standing = lake.resolve(name).toRealPath();
    for (Path version : versions(name)) {
      Instant replacedAt = Files.getLastModifiedTime(version).toInstant();
      if (!version.equals(standing) && !replacedAt.plus(grace).isAfter(Instant.now())) {
        // A later one than that which stands was never finished, and holds nothing of its own.
        boolean isOlder =
            standing.startsWith(lake.resolve(DayLinks.VERSIONS))
                && number(version) < number(standing);
        for (Path file : isOlder ? files(version) : List.<Path>of()) {
          NavigableSet<Long> offsets = Compaction.offsets(file);
          for (Path other : files(standing)) {
            if (isOfSamePartition(file, other)) {
              offsets.removeAll(Compaction.offsets(other));
            }
          }
          if (!offsets.isEmpty()) {
            bringOver(file, name);
          }
        }
        remove(version);
      }
    }
  }

  private static boolean isOfSamePartition(Path one, Path other) {
    return partition(one).equals(partition(other));
  }

  private static String partition(Path file) {
    return file.getFileName().toString().replaceFirst("-\\d+-\\d+-\\d+\\.parquet$", "");
  }

  private List<Path> versions(String name) throws IOException {
    try (Stream<Path> all = Files.list(lake.resolve(DayLinks.VERSIONS))) {
      return all.filter(path -> path.getFileName().toString().startsWith(name + "."))
          .sorted(Comparator.comparingInt(LakeDays::number))
          .toList();
    }
  }

  private int lastVersion(String name) throws IOException {
    return versions(name).stream().mapToInt(LakeDays::number).max().orElse(0);
  }

  private static int number(Path version) {
    String name = version.getFileName().toString();
    return Integer.parseInt(name.substring(name.lastIndexOf('.') + 1));
  }

  /** Where the version is that stood before: a plain directory has moved. */
  private Path replaced(String name, Path standing) {
    return standing.equals(lake.resolve(name)) ? DayLinks.version(lake, name, 0) : standing;
  }

  static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.filter(file -> LakeFiles.NAME.matcher(file.getFileName().toString()).matches())
          .sorted()
          .forEach(files::add);
    }
    return files;
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static Table tableOf(String day) {
    return day.startsWith("kafka") ? RawRecords.TABLE : ProcessedEvents.TABLE;
  }

  private static String timeOf(String day) {
    return day.startsWith("kafka") ? "kafka_time" : "event_time";
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
