package dev.tidemark.station.up;

import static dev.tidemark.station.Installation.within;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.run.CommandLines;
import dev.tidemark.run.EngineOptions;
import dev.tidemark.run.EventOptions;
import dev.tidemark.run.Home;
import dev.tidemark.run.ResultOptions;
import dev.tidemark.run.TopicWatch;
import dev.tidemark.run.TrafficJob;
import dev.tidemark.run.UserError;
import dev.tidemark.run.flink.Checkpoints;
import dev.tidemark.station.Installation;
import dev.tidemark.station.audit.Verify;
import dev.tidemark.station.health.Checkpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A stream on Flink in this process, over real servers, which goes on from its checkpoints. */
final class LiveStream implements AutoCloseable {

  /** An engine starts anew for each stream. */
  static final Duration SOON = Duration.ofMinutes(2);

  @Command
  private static final class Options {
    @Mixin EventOptions events;
    @Mixin ResultOptions results;
  }

  private final Installation ground;
  private final FlinkHere flink;
  private final TopicWatch watch;
  private final AtomicReference<UserError> reason;

  private LiveStream(
      Installation ground, FlinkHere flink, TopicWatch watch, AtomicReference<UserError> reason) {
    this.ground = ground;
    this.flink = flink;
    this.watch = watch;
    this.reason = reason;
  }

  /** Starts or goes on; checkpoints are those of the topic, below the directory. */
  static LiveStream start(
      Installation ground, String topic, Path directory, int parallelism, String... options)
      throws Exception {
    Checkpoints checkpoints = Checkpoints.of(directory.resolve("checkpoints"), topic);
    int port = Ports.free();
    FlinkSettings settings =
        new FlinkSettings(directory, checkpoints.directory(), checkpoints.latest(), port);
    List<String> engine = new ArrayList<>(settings.write(parallelism));
    engine.add("--checkpointingInterval=1000");
    Options given = new Options();
    new CommandLine(given).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
    TrafficJob job =
        TrafficJob.prepare(
            EngineOptions.of("FlinkRunner", engine),
            ground.kafka(),
            topic,
            given.events,
            given.results,
            ground.postgres());
    AtomicReference<UserError> reason = new AtomicReference<>();
    FlinkHere flink = FlinkHere.start(job, port);
    return new LiveStream(ground, flink, job.watchTopics(reason::set), reason);
  }

  /** Waits until the ledger has so many records. */
  void reads(long records) {
    within(SOON, () -> number("SELECT coalesce(sum(read), 0) FROM ledger"), n -> n >= records);
    assertThat(number("SELECT sum(read) FROM ledger"), is(records));
  }

  /** Waits for a checkpoint that began after all that was read until now. */
  void isCheckpointed() {
    long newest = checkpoint();
    within(SOON, this::checkpoint, now -> now > newest + 1);
  }

  List<TopicPartition> unread() {
    return watch.unread();
  }

  Optional<UserError> reasonToEnd() {
    return Optional.ofNullable(reason.get());
  }

  private long checkpoint() {
    return flink
        .account()
        .job()
        .flatMap(job -> job.checkpoints().stream().findFirst())
        .map(Checkpoint::number)
        .orElse(0L);
  }

  private long number(String query) {
    try {
      return Long.parseLong(ground.ask(query).get(0));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The audit of a topic must find nothing. */
  static void demandExact(Installation ground, String topic, String... options) throws Exception {
    StringWriter printed = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "--topic=" + topic,
            "--settle=20s",
            "--kafka=" + ground.broker().bootstrapServers(),
            "--postgres=" + ground.server().url(),
            "--postgresUser=" + ground.server().user(),
            "--postgresPasswordFile=" + ground.passwordFile()));
    int code =
        CommandLines.of(new Verify(), new Home(Path.of("nowhere")))
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(printed, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(printed.toString(), code, is(0));
  }

  @Override
  public void close() throws IOException {
    watch.close();
    flink.close();
  }
}
