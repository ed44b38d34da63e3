package dev.tidemark.run.flink;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a cluster keeps the checkpoints of one stream, whichever job runs it: a directory of the
 * stream's own below the one that all jobs share.
 *
 * @param stream what tells the stream from every other
 * @param directory empty when the user has chosen another place
 */
public record StreamPlace(String stream, Optional<String> directory) {

  /** The file in which Flink's client looks for settings. */
  public static final String FILE = "flink-conf.yaml";

  private static final String SHARED = "state.checkpoints.dir";

  /** The place on a cluster, unless the user names another one with Beam's own options. */
  public static StreamPlace on(FlinkMaster flink, String chosen, String stream)
      throws InterruptedException {
    if (chosen != null) {
      return new StreamPlace(stream, Optional.empty());
    }
    String shared =
        flink
            .setting(SHARED)
            .orElseThrow(
                () ->
                    new UserError(
                        "The cluster has no " + SHARED + ": a stream there could not be restored.",
                        "Set it to a directory that all of the cluster can reach, or give"
                            + " --stateBackend=filesystem --stateBackendStoragePath=URI."));
    return new StreamPlace(stream, Optional.of(shared.replaceFirst("/$", "") + "/" + stream));
  }

  /** Beam's options that lead there; {@code conf} takes the file that they need. */
  public List<String> settings(Path conf) throws IOException {
    if (directory.isEmpty()) {
      return List.of();
    }
    Files.writeString(conf.resolve(FILE), SHARED + ": " + directory.get() + "\n");
    return List.of("--flinkConfDir=" + conf);
  }

  /** Notes which broker a new beginning reads from. */
  public void begin(String broker) throws IOException {
    Optional<Path> local = local();
    if (local.isPresent()) {
      Checkpoints.in(local.get()).begin(broker);
    }
  }

  /** Whether there is something to go on from; refuses a place that cannot be seen from here. */
  public boolean hasCheckpoint() throws IOException {
    return Checkpoints.in(visible()).latest().isPresent();
  }

  /** The newest checkpoint or savepoint of the stream. */
  public String latest(String broker) throws IOException {
    Path local = visible();
    Checkpoints checkpoints = Checkpoints.in(local);
    Path latest =
        checkpoints
            .latest()
            .orElseThrow(
                () ->
                    new UserError(
                        "This stream has no checkpoint in " + local + ".",
                        "Leave --from out to begin with the first record, or name a checkpoint."));
    checkpoints.demandSameBroker(broker);
    return latest.toUri().toString();
  }

  private Path visible() {
    return local()
        .orElseThrow(
            () ->
                new UserError(
                    "Which checkpoint is the latest cannot be seen from here"
                        + directory.map(place -> ": they lie in " + place).orElse("")
                        + ".",
                    "Name one with --from=PATH, a directory that holds a file _metadata."));
  }

  private Optional<Path> local() {
    return directory.filter(place -> place.startsWith("file:")).map(URI::create).map(Path::of);
  }
}
