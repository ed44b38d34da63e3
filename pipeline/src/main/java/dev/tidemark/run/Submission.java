package dev.tidemark.run;

import dev.tidemark.run.flink.Checkpoints;
import dev.tidemark.run.flink.FlinkJob;
import dev.tidemark.run.flink.FlinkMaster;
import dev.tidemark.run.flink.FlinkMaster.Slots;
import dev.tidemark.run.flink.StreamPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stream that is handed over to a Flink cluster and goes on there by itself. */
final class Submission {

  private static final String LATEST = "latest";

  private final EngineOptions engine;
  private final TrafficJob job;
  private final String topic;
  private final FlinkMaster flink;
  private final StreamPlace place;

  private Submission(
      EngineOptions engine, TrafficJob job, String topic, FlinkMaster flink, StreamPlace place) {
    this.engine = engine;
    this.job = job;
    this.topic = topic;
    this.flink = flink;
    this.place = place;
  }

  /** Asks the cluster for what is needed, and changes nothing there. */
  static Submission of(EngineOptions engine, TrafficJob job, String topic, FlinkMaster flink)
      throws SQLException, InterruptedException {
    StreamPlace place =
        StreamPlace.on(
            flink,
            engine.given("--stateBackendStoragePath", engine.given("--flinkConfDir", null)),
            Checkpoints.name(clusterId(job), topic, Installation.id(job.database())));
    return new Submission(engine, job, topic, flink, place);
  }

  /** What a round on a cluster needs to be told: as many subtasks as there are room and work. */
  static List<String> roundOn(FlinkMaster flink, EngineOptions engine, TrafficJob job)
      throws InterruptedException {
    Slots slots = flink.slots();
    if (slots.free() == 0) {
      throw new UserError(
          "The cluster has no free slot of %d.".formatted(slots.total()),
          "Add task managers, or end what else runs there.");
    }
    int fitting = Math.min(slots.free(), job.reading().partitions().size());
    return engine.given("--parallelism", null) == null
        ? List.of("--parallelism=" + fitting)
        : List.of();
  }

  private static String clusterId(TrafficJob job) {
    try (Topics topics = new Topics(job.reading().kafka())) {
      return topics.clusterId();
    }
  }

  /** Tells this stream from every other on the cluster. */
  private String name() {
    return FlinkMaster.JOB_NAME + topic + " (" + place.stream() + ")";
  }

  /** The job of this stream that the cluster runs now. */
  Optional<FlinkJob> running() throws InterruptedException {
    return active().stream().findFirst();
  }

  private List<FlinkJob> active() throws InterruptedException {
    return flink.jobs().stream().filter(FlinkJob::isActive).filter(this::isOurs).toList();
  }

  private boolean isOurs(FlinkJob one) {
    return one.name().equals(name());
  }

  /** Refuses to count twice what is counted already. */
  void demandNoOther() throws InterruptedException {
    Optional<FlinkJob> other = running();
    if (other.isPresent()) {
      throw new UserError(
          "This stream runs already, as job " + other.get().id() + ".",
          "`tidemark rescale` changes its parallelism; `tidemark savepoint --stop` or `tidemark"
              + " cancel` ends it.");
    }
  }

  /** Into how many subtasks the job is cut: as wanted, at most one a partition. */
  int parallelism() {
    int partitions = job.reading().partitions().size();
    String wanted = engine.given("--parallelism", Integer.toString(partitions));
    if (!wanted.matches("[1-9]\\d{0,4}")) {
      throw UserError.inUsage(
          "--parallelism=" + wanted + " is no number of subtasks.",
          "Give a number up to the number of partitions, which is " + partitions + ".");
    }
    return Math.min(partitions, Integer.parseInt(wanted));
  }

  /**
   * Makes sure of room for the job.
   *
   * @param returned how many slots are going to be free before it starts
   */
  void demandSlots(int returned) throws InterruptedException {
    Slots slots = flink.slots();
    int free = slots.free() + returned;
    if (free < parallelism()) {
      throw new UserError(
          "The cluster has %d free slots of %d, and the job needs %d."
              .formatted(free, slots.total(), parallelism()),
          free == 0
              ? "Add task managers, or end what else runs there."
              : "Add task managers, or give --parallelism=" + free + ".");
    }
  }

  /** Hands the stream over and returns its job when all of it works. */
  FlinkJob start(Optional<String> from) throws SQLException, IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("--jobName=" + name()));
    Optional<String> restored = restored(from);
    restored.ifPresent(path -> options.add("--savepointPath=" + path));
    Path settings = Files.createTempDirectory("tidemark-flink");
    options.addAll(place.settings(settings));
    engine.passOn(options);
    List<String> before = flink.jobs().stream().map(FlinkJob::id).toList();
    try {
      var unused = job.stream();
    } catch (RuntimeException failed) {
      throw new UserError(
          "The cluster did not take the job: " + rootMessage(failed),
          "See the log of its job manager.",
          failed);
    } finally {
      Files.deleteIfExists(settings.resolve(StreamPlace.FILE));
      Files.delete(settings);
    }
    return flink.awaitAtWork(one -> isOurs(one) && !before.contains(one.id()));
  }

  /** Where to go on from; empty when the stream has no checkpoint yet. */
  Optional<String> latest() throws IOException {
    return place.hasCheckpoint() ? Optional.of(LATEST) : Optional.empty();
  }

  private Optional<String> restored(Optional<String> from) throws IOException {
    String broker = job.reading().kafka().bootstrapServers();
    if (from.isEmpty()) {
      place.begin(broker);
      return from;
    }
    return Optional.of(from.get().equals(LATEST) ? place.latest(broker) : from.get());
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
