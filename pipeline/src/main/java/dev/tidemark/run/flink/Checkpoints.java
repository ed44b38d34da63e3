package dev.tidemark.run.flink;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The engine's checkpoints of one stream. They hold offsets of one cluster's topic and partial
 * results of one database's rows, and mean nothing to any other: hence a directory for each.
 */
public final class Checkpoints {

  private static final int NAME_LENGTH = 16;

  /** A checkpoint is complete when this file is there: the engine writes it last. */
  private static final String COMPLETE = "_metadata";

  private final Path directory;

  private Checkpoints(Path directory) {
    this.directory = directory;
  }

  /** Of the stream that is told from every other by these names. */
  public static Checkpoints of(Path parent, String... identity) throws IOException {
    return in(parent.resolve(name(identity)));
  }

  /** All that a directory holds. */
  static Checkpoints in(Path directory) throws IOException {
    return new Checkpoints(Files.createDirectories(directory));
  }

  /** A name that no other stream has. */
  public static String name(String... identity) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", identity).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }

  public Path directory() {
    return directory;
  }

  /** The newest complete checkpoint, be it one that the engine made by itself or a savepoint. */
  public Optional<Path> latest() throws IOException {
    return complete().stream().findFirst();
  }

  /**
   * Refuses a broker at another address: a restored reader asks the one that its checkpoint names,
   * and would wait for it for ever.
   */
  public void demandSameBroker(String address) throws IOException {
    String before = kept("kafka", address);
    if (!before.equals(address)) {
      throw new UserError(
          "The stream of this home reads Kafka at "
              + before
              + ", and that is now at "
              + address
              + ".",
          "Give it the old address with --kafka or --kafkaPort, or begin anew with another --home.");
    }
  }

  /** A new beginning, with this broker. */
  void begin(String broker) throws IOException {
    Files.writeString(directory.resolve("kafka"), broker + "\n");
  }

  /**
   * Into how many parts the stream is cut: as at its first start, because a checkpoint that is
   * dealt to fewer readers could lose partitions.
   */
  public int parallelism(int wanted) throws IOException {
    return Integer.parseInt(kept("parallelism", Integer.toString(wanted)));
  }

  /** What was said at the first start. */
  private String kept(String name, String now) throws IOException {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    Files.writeString(file, now + "\n");
    return now;
  }

  /** When a checkpoint was completed. */
  public static Instant timeOf(Path checkpoint) throws IOException {
    return Files.getLastModifiedTime(checkpoint.resolve(COMPLETE)).toInstant();
  }

  /** Removes what earlier runs left, but for the checkpoint that the next run begins from. */
  public void keepOnly(Path latest) throws IOException {
    try (Stream<Path> runs = Files.list(directory)) {
      for (Path run : runs.filter(Files::isDirectory).toList()) {
        if (!latest.startsWith(run)) {
          delete(run);
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<Path> complete() throws IOException {
    try (Stream<Path> files = Files.find(directory, 3, (path, type) -> isComplete(path))) {
      return files.sorted(Comparator.comparing(Checkpoints::writtenAt).reversed()).toList();
    }
  }

  private static boolean isComplete(Path path) {
    Path name = path.getFileName();
    return name != null
        && (name.toString().startsWith("chk-") || name.toString().startsWith("savepoint-"))
        && Files.exists(path.resolve(COMPLETE));
  }

  private static FileTime writtenAt(Path checkpoint) {
    try {
      return Files.getLastModifiedTime(checkpoint.resolve(COMPLETE));
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }
}
