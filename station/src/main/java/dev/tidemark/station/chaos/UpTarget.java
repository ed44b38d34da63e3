package dev.tidemark.station.chaos;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Home;
import dev.tidemark.run.UserError;
import dev.tidemark.station.chaos.Action.Deed;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code tidemark up}: broker, Flink and web server in one process, and PostgreSQL beside it. */
final class UpTarget implements Target {

  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration STOP = Duration.ofSeconds(45);
  private static final long LOOK_MILLIS = 100;

  private final Home home;
  private final int partitions;
  private final Path output;
  private final PostgresProcesses postgres;
  private Process process;

  UpTarget(Home home, int partitions) {
    this.home = home;
    this.partitions = partitions;
    this.postgres = new PostgresProcesses(home.directory().resolve("postgres"));
    this.output = home.directory().resolve("logs").resolve("up.log");
  }

  @Override
  public List<Action> actions() {
    Deed again = (step, stream) -> start();
    return List.of(
        Action.kill("kill-all", 6, (step, stream) -> Signal.KILL.to(everything()), again),
        Action.kill("kill-engine", 4, (step, stream) -> Signal.KILL.to(engine()), again),
        Action.kill(
            "kill-backend",
            4,
            (step, stream) ->
                Signal.KILL.to(List.of(step.of(PostgresProcesses.backends(database())))),
            Deed.NOTHING),
        Action.stall(
            "stall-database",
            2,
            2,
            20,
            (step, stream) -> Signal.stall(postgres.all(), step.holds())),
        Action.stall(
            "stall-engine", 2, 2, 20, (step, stream) -> Signal.stall(engine(), step.holds())),
        Action.restart("restart", 1, (step, stream) -> stop(), again),
        Action.restart(
            "restart-in-silence",
            1,
            (step, stream) -> {
              stream.pause();
              stop();
            },
            (step, stream) -> {
              start();
              stream.goOn();
            }),
        Action.restart(
            "add-partition",
            1,
            (step, stream) -> {
              stream.addPartition();
              stop();
            },
            again));
  }

  @Override
  public void start(Plan plan) throws Exception {
    start();
  }

  private void start() throws Exception {
    process =
        Program.own()
            .start(
                output,
                List.of(
                    "up",
                    "--home=" + home.directory(),
                    "--no-demo",
                    "--dropRetries",
                    "--partitions=" + partitions,
                    "--port=0",
                    "--kafkaPort=0",
                    "--postgresPort=0"));
    long end = System.nanoTime() + START.toNanos();
    while (!isUp()) {
      if (process.waitFor(LOOK_MILLIS, MILLISECONDS)) {
        throw failed("It ended with " + process.exitValue() + " while it started.");
      }
      if (System.nanoTime() > end) {
        throw failed("It did not start within " + START.toSeconds() + " s.");
      }
    }
  }

  private boolean isUp() {
    return home.process().filter(process.toHandle()::equals).isPresent();
  }

  @Override
  public KafkaSettings kafka() {
    return new KafkaSettings(address("kafka"), "chaos", Map.of());
  }

  @Override
  public String topic() {
    return address("topic");
  }

  @Override
  public Postgres database() {
    try {
      return Postgres.at(
          address("postgres"),
          address("postgresUser"),
          Files.readString(Path.of(address("postgresPasswordFile"))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public List<List<String>> audits() {
    return List.of(List.of("--home=" + home.directory(), "--dropRetries"));
  }

  private String address(String name) {
    return home.addresses()
        .map(addresses -> addresses.get(name))
        .orElseThrow(() -> failed("It is gone, though nobody has ended it."));
  }

  private UserError failed(String what) {
    return Program.failed("up", what, output);
  }

  @Override
  public void tend() {
    if (!process.isAlive()) {
      throw failed("It ended with " + process.exitValue() + ", though nobody has ended it.");
    }
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP.toMillis(), MILLISECONDS)) {
      throw failed("It did not stop within " + STOP.toSeconds() + " s.");
    }
    if (process.exitValue() != 0) {
      throw failed("It ended with " + process.exitValue() + " when it was asked to stop.");
    }
  }

  /** The engine first, so that it does not notice that its database goes. */
  private List<ProcessHandle> everything() throws IOException {
    return Stream.concat(engine().stream(), postgres.all().stream()).toList();
  }

  private List<ProcessHandle> engine() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
    try {
      Signal.CONT.to(everything());
      Signal.KILL.to(everything());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }
}
