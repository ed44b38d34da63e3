package dev.tidemark.run;

import dev.tidemark.run.flink.FlinkJob;
import dev.tidemark.run.flink.FlinkMaster;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs the graph: for ever, once up to now, or in rounds. */
@Command(
    name = "run",
    description = "Count a Kafka topic into PostgreSQL: for ever, once up to now, or in rounds.")
public final class Run implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(Run.class);

  @Mixin EngineOptions engine;
  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Mixin ResultOptions results;
  @Spec CommandSpec command;

  /** Beam's options; picocli would not pass them to a mixin. */
  @Unmatched List<String> passedOn = new ArrayList<>();

  @Option(
      names = "--until",
      paramLabel = "now",
      description = "Read up to the end offsets of this moment, finish every window and exit.")
  String until;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Do the same again and again: the production mode on Spark.")
  Duration every;

  @Option(
      names = "--afresh",
      description = "With --until: count all that the topics hold, whatever earlier rounds did.")
  boolean afresh;

  @Option(
      names = "--streaming",
      description = "Let Spark stream, which cannot promise exact results: see the README.")
  boolean streaming;

  @Option(
      names = "--from",
      paramLabel = "latest|PATH",
      description =
          "On a Flink cluster: go on from a savepoint or checkpoint, or from the latest of this"
              + " stream, instead of the first record.")
  String from;

  @Option(
      names = "--ensure",
      description =
          "On a Flink cluster: leave the stream alone when it runs already, else go on from its"
              + " latest checkpoint, or begin with the first record when it has none.")
  boolean ensure;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    engine.passedOn = passedOn;
    check();
    Optional<FlinkMaster> flink = engine.flinkMaster().map(FlinkMaster::at);
    if (flink.isPresent()) {
      // Where nobody answers, nothing else need be prepared.
      flink.get().slots();
    }
    TrafficJob job =
        TrafficJob.prepare(
            engine, kafka.settings(), kafka.topic(), events, results, postgres.database(command));
    if (isBounded()) {
      if (flink.isPresent()) {
        engine.passOn(Submission.roundOn(flink.get(), engine, job));
      }
      rounds(job);
    } else if (flink.isPresent()) {
      submit(Submission.of(engine, job, kafka.topic(), flink.get()), flink.get());
    } else {
      stream(job);
    }
    return 0;
  }

  private void check() {
    results.check();
    if (until != null && !until.equals("now")) {
      throw UserError.inUsage("--until=" + until + " is not known.", "Write --until=now.");
    }
    if (events.dropRetries && (every != null || (until != null && !afresh))) {
      throw UserError.inUsage(
          "--dropRetries needs the events before a round, too.",
          "Stream, or count all that the topics hold with --until=now --afresh.");
    }
    if (ensure && from != null) {
      throw UserError.inUsage(
          "--ensure and --from contradict each other.", "Leave one of them out.");
    }
    if ((from != null || ensure) && (isBounded() || engine.flinkMaster().isEmpty())) {
      throw UserError.inUsage(
          "--from and --ensure are for streams on a Flink cluster.",
          "Add --runner=FlinkRunner --flinkMaster=HOST:PORT, or leave it out.");
    }
    if (engine.engine() == Engine.SPARK && !isBounded() && !streaming) {
      throw UserError.inUsage(
          "Streaming on Spark cannot promise exact results.",
          "Run in rounds with --every=5m, or ask for it with --streaming (see the README).");
    }
  }

  private boolean isBounded() {
    return until != null || every != null;
  }

  private void submit(Submission stream, FlinkMaster flink)
      throws SQLException, IOException, InterruptedException {
    Optional<FlinkJob> running = ensure ? stream.running() : Optional.empty();
    if (running.isPresent()) {
      command.commandLine().getOut().println(told(running.get(), flink));
      return;
    }
    stream.demandNoOther();
    stream.demandSlots(0);
    FlinkJob started = stream.start(ensure ? stream.latest() : Optional.ofNullable(from));
    command.commandLine().getOut().println(told(started, flink));
  }

  /** What a person wants to know of a job that runs. */
  static String told(FlinkJob job, FlinkMaster flink) {
    return "Job " + job.id() + " runs: " + flink.web(job);
  }

  private void rounds(TrafficJob job) throws SQLException, IOException, InterruptedException {
    Rounds rounds = new Rounds(job.reading(), job.metrics(), job.database(), job::finish);
    if (every == null) {
      rounds.run(afresh);
      return;
    }
    Thread main = Thread.currentThread();
    Stopping.onSignal(main::interrupt);
    while (true) {
      long started = System.nanoTime();
      try {
        rounds.run(false);
      } catch (SQLException | IOException | RuntimeException failed) {
        if (Thread.interrupted() || Stopping.asked()) {
          return;
        }
        log.error("The round failed and is run again", failed);
      }
      Duration rest = every.minusNanos(System.nanoTime() - started);
      if (Stopping.asked()) {
        return;
      }
      Thread.sleep(Math.max(0, rest.toMillis()));
    }
  }

  private void stream(TrafficJob job) throws SQLException {
    PipelineResult result = job.stream();
    log.info(
        "Counting {} ({} partitions) of {} into {}; Ctrl-C stops it",
        kafka.topic,
        job.reading().partitions().size(),
        job.reading().kafka(),
        job.database());
    Stopping.onSignal(() -> stop(result), engine.engine().mayBeCutOff() ? 0 : 1);
    AtomicReference<UserError> reason = new AtomicReference<>();
    Consumer<UserError> ended =
        error -> {
          reason.set(error);
          stop(result);
        };
    String end;
    try (TopicWatch watch = job.watchTopics(ended)) {
      end = end(result, reason);
      log.debug("The stream ended, with {} unread", watch.unread());
    }
    if (reason.get() != null) {
      throw reason.get();
    }
    if (!Stopping.asked()) {
      throw new IllegalStateException("The engine ended the stream as " + end);
    }
  }

  /** How the stream ended; an engine in this process may be gone before it can say so. */
  private static String end(PipelineResult result, AtomicReference<UserError> reason) {
    try {
      return result.waitUntilFinish().name();
    } catch (IllegalStateException gone) {
      if (Stopping.asked() || reason.get() != null) {
        return "STOPPED";
      }
      throw gone;
    }
  }

  private void stop(PipelineResult result) {
    try {
      engine.engine().stop(result);
    } catch (IOException failed) {
      log.warn("The engine did not stop when asked", failed);
    }
  }
}
