package dev.tidemark.write;

import dev.tidemark.write.Lake.LakeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final String UNFINISHED = "_unfinished";

  private static final Pattern NAME = Pattern.compile("(.+)-(\\d+)-\\d+-\\d+-\\d+\\.parquet");

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
    NavigableMap<Long, Integer> byOffset = new TreeMap<>();
    List<Integer> order = rows.inKeyOrder();
    Object[] offsets = rows.column(rows.table().place("offset"), order);
    for (int i = 0; i < offsets.length; i++) {
      byOffset.put((Long) offsets[i], order.get(i));
    }
    removeFinished(drawer, byOffset);
    if (byOffset.isEmpty()) {
      return;
    }
    Map<String, String> notes = Map.of(OFFSETS, Offsets.told(byOffset.navigableKeySet()));
    byte[] file = ParquetRows.encode(rows, List.copyOf(byOffset.values()), notes);
    String name =
        "%s-%d-%d-%d-%d.parquet"
            .formatted(
                drawer.topic(),
                drawer.partition(),
                byOffset.firstKey(),
                byOffset.lastKey(),
                byOffset.size());
    publish(file, day(drawer.day()).resolve(name, StandardResolveOptions.RESOLVE_FILE));
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
        day(drawer.day()), "%s-%d-*.parquet".formatted(drawer.topic(), drawer.partition()));
  }

  /** The finished files of a day. */
  List<LakeFile> of(LocalDate day) throws IOException {
    return match(day(day), "*.parquet").stream().map(LakeFiles::named).toList();
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
    return root().resolve(column + "=" + day, StandardResolveOptions.RESOLVE_DIRECTORY);
  }

  private ResourceId root() {
    return FileSystems.matchNewResource(directory, true);
  }
}
