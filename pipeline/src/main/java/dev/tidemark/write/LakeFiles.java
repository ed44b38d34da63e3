package dev.tidemark.write;

import dev.tidemark.write.Lake.LakeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * The finished files of a lake: {@code event_date=DAY/TOPIC-PARTITION-FIRST-LAST-ROWS.parquet}.
 *
 * <p>A file's footer tells the offsets of its rows. Before rows are written, those that a finished
 * file holds already are left out, so a replay, cut into other pieces, adds nothing twice; only
 * files whose names overlap are opened, which without a replay are none. A file is written beside
 * the days and then moved to its name in one step.
 */
public final class LakeFiles implements Serializable {
  /** The note in a footer that tells the offsets of the rows, as in {@code 3-7,12}. */
  public static final String OFFSETS = "tidemark.offsets";

  /** Readers of a lake pass over what begins with an underscore; nor has it Parquet's suffix. */
  static final String UNFINISHED = "_unfinished";

  /** Topic, partition, first offset, last offset, rows. */
  static final Pattern NAME = Pattern.compile("(.+)-(\\d+)-(\\d+)-(\\d+)-(\\d+)\\.parquet");

  /** Which events share a file: one partition's, of one day. */
  record Drawer(String topic, int partition, LocalDate day) {}

  private final String directory;
  private final String column;

  LakeFiles(String directory) {
    this(directory, "event_date");
  }

  /**
   * @param column what the directories of days are called: readers see it as a column
   */
  LakeFiles(String directory, String column) {
    this.directory = directory;
    this.column = column;
  }

  /** Writes those rows that no finished file holds. */
  void write(Drawer drawer, Rows rows) throws IOException {
    NavigableMap<Long, Integer> byOffset = byOffset(rows);
    removeFinished(drawer, byOffset);
    if (byOffset.isEmpty()) {
      return;
    }
    byte[] file = encode(rows, byOffset, column.replace("_date", "_time"));
    String name = name(drawer.topic(), drawer.partition(), byOffset);
    if (isLocal()) {
      DayLinks.ensure(Path.of(root().toString()), directory(drawer.day()));
    }
    publish(file, day(drawer.day()).resolve(name, StandardResolveOptions.RESOLVE_FILE));
  }

  /** Which row is that of an offset. */
  static NavigableMap<Long, Integer> byOffset(Rows rows) {
    NavigableMap<Long, Integer> byOffset = new TreeMap<>();
    List<Integer> order = rows.inKeyOrder();
    Object[] offsets = rows.column(rows.table().place("offset"), order);
    for (int i = 0; i < offsets.length; i++) {
      byOffset.put((Long) offsets[i], order.get(i));
    }
    return byOffset;
  }

  /** Rows as a file, in the order of a time, so that a reader of an hour need not read a day. */
  static byte[] encode(Rows rows, NavigableMap<Long, Integer> byOffset, String time)
      throws IOException {
    List<Integer> order = new ArrayList<>(byOffset.values());
    List<Integer> all = IntStream.range(0, rows.size()).boxed().toList();
    Object[] times = rows.column(rows.table().place(time), all);
    order.sort(Comparator.comparing(row -> (Long) times[row]));
    return ParquetRows.encode(
        rows, order, Map.of(OFFSETS, Offsets.told(byOffset.navigableKeySet())));
  }

  static String name(String topic, int partition, NavigableMap<Long, Integer> byOffset) {
    return "%s-%d-%d-%d-%d.parquet"
        .formatted(topic, partition, byOffset.firstKey(), byOffset.lastKey(), byOffset.size());
  }

  private void removeFinished(Drawer drawer, NavigableMap<Long, Integer> byOffset)
      throws IOException {
    Pattern names =
        Pattern.compile(
            "%s-%d-(\\d+)-(\\d+)-\\d+\\.parquet"
                .formatted(Pattern.quote(drawer.topic()), drawer.partition()));
    for (ResourceId file : files(drawer)) {
      Matcher name = names.matcher(String.valueOf(file.getFilename()));
      if (name.matches()
          && !byOffset
              .subMap(Long.valueOf(name.group(1)), true, Long.valueOf(name.group(2)), true)
              .isEmpty()) {
        Offsets.remove(ParquetFooter.note(read(file), OFFSETS), byOffset.navigableKeySet());
      }
    }
  }

  private List<ResourceId> files(Drawer drawer) throws IOException {
    return match(
        standing(drawer.day()), "%s-%d-*.parquet".formatted(drawer.topic(), drawer.partition()));
  }

  /** The finished files of a day. */
  List<LakeFile> of(LocalDate day) throws IOException {
    return match(standing(day), "*.parquet").stream().map(LakeFiles::named).toList();
  }

  private static List<ResourceId> match(ResourceId day, String names) throws IOException {
    return FileSystems.match(day + names, EmptyMatchTreatment.ALLOW).metadata().stream()
        .map(MatchResult.Metadata::resourceId)
        .toList();
  }

  /** What the name of a finished file tells. */
  private static LakeFile named(ResourceId file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFilename()));
    if (!name.matches()) {
      throw new IllegalArgumentException("Tidemark did not make the file " + file);
    }
    return new LakeFile(file.toString(), name.group(1), Integer.parseInt(name.group(2)));
  }

  private static byte[] read(ResourceId file) throws IOException {
    try (InputStream in = Channels.newInputStream(FileSystems.open(file))) {
      return in.readAllBytes();
    }
  }

  private void publish(byte[] content, ResourceId finished) throws IOException {
    ResourceId unfinished =
        root()
            .resolve(UNFINISHED, StandardResolveOptions.RESOLVE_DIRECTORY)
            .resolve(UUID.randomUUID().toString(), StandardResolveOptions.RESOLVE_FILE);
    try {
      try (WritableByteChannel out =
          FileSystems.create(unfinished, "application/vnd.apache.parquet")) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      FileSystems.rename(List.of(unfinished), List.of(finished));
    } catch (IOException | RuntimeException failed) {
      FileSystems.delete(List.of(unfinished), StandardMoveOptions.IGNORE_MISSING_FILES);
      throw failed;
    }
  }

  static byte[] read(String path) throws IOException {
    return read(FileSystems.matchSingleFileSpec(path).resourceId());
  }

  private ResourceId day(LocalDate day) {
    return root().resolve(directory(day), StandardResolveOptions.RESOLVE_DIRECTORY);
  }

  /**
   * Where the files of a day are now; if the day is compacted meanwhile, they stay there a while.
   */
  private ResourceId standing(LocalDate day) throws IOException {
    Path path = isLocal() ? Path.of(root().toString(), directory(day)) : null;
    return path == null || !Files.isSymbolicLink(path)
        ? day(day)
        : FileSystems.matchNewResource(path.toRealPath().toString(), true);
  }

  private String directory(LocalDate day) {
    return column + "=" + day;
  }

  private boolean isLocal() {
    return root().getScheme().equals("file");
  }

  private ResourceId root() {
    return FileSystems.matchNewResource(directory, true);
  }
}
