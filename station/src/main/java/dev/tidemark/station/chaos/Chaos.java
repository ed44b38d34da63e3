package dev.tidemark.station.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tidemark.run.DurationConverter;
import dev.tidemark.run.Home;
import dev.tidemark.run.Stopping;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills, stalls and restarts a Tidemark of its own while it counts, and audits what is left. */
@Command(
    name = "chaos",
    description =
        "Send a known stream into a Tidemark of its own, kill and stall it on purpose, and audit"
            + " the tables. Exits with 1 when a record is lost or doubled, or a row is wrong.",
    footer = {"", "The same --seed does the same things in the same order."})
public final class Chaos implements Callable<Integer> {

  private static final int PARTITIONS = 4;

  /** On what it is let loose. */
  enum On {
    UP,
    FLINK
  }

  @Spec CommandSpec command;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What chance begins with (default ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long the stream goes on (default ${DEFAULT-VALUE}).")
  double minutes;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Records in the stream, spread over that time (default ${DEFAULT-VALUE}).")
  long events;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "up",
      description =
          "up: broker, Flink and database of `tidemark up`; flink: a Flink cluster"
              + " (default ${DEFAULT-VALUE}).")
  On target;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "12s",
      converter = DurationConverter.class,
      description =
          "The calm between a recovery and the next action, on average (default"
              + " ${DEFAULT-VALUE}).")
  Duration every;

  @Option(
      names = "--actions",
      paramLabel = "NAME,…",
      split = ",",
      description = "Do these alone; without it, all.")
  List<String> only = List.of();

  @Option(names = "--steps", paramLabel = "N", description = "Do so many actions at most.")
  Integer steps;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description = "A recovery that takes longer is a failure (default ${DEFAULT-VALUE}).")
  Duration patience;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON, too.")
  Path report;

  @Override
  public Integer call() throws Exception {
    check();
    Path given = command.root().findOption("--home").getValue();
    Home home = new Home(given == null ? Files.createTempDirectory("tidemark-chaos-") : given);
    demandEmpty(home.directory());
    // That the broker is away is what this is about, and no news.
    ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
    Thread main = Thread.currentThread();
    Stopping.onSignal(main::interrupt, 1);
    boolean clean = false;
    try (Target struck = target(home)) {
      clean = run(struck, home);
    } catch (InterruptedException stopped) {
      remarks().println("Stopped, with all that it had started.");
    } finally {
      if (clean && given == null) {
        FileUtils.deleteDirectory(home.directory().toFile());
      } else {
        remarks().println("All of it is kept in " + home.directory() + ".");
      }
      remarks().flush();
    }
    return clean ? 0 : 1;
  }

  private void check() {
    if (minutes <= 0 || events < 1 || every.isNegative() || (steps != null && steps < 0)) {
      throw UserError.inUsage(
          "There is no run in that.", "Write it as in --minutes=10 --events=1000000 --every=12s.");
    }
  }

  /** What is there already would be counted, too. */
  private static void demandEmpty(Path directory) throws IOException {
    if (Files.exists(directory) && !FileUtils.isEmptyDirectory(directory.toFile())) {
      throw UserError.inUsage(
          directory + " is not empty.", "Name a directory of its own, or leave --home out.");
    }
  }

  private Target target(Home home) {
    return switch (target) {
      case UP -> new UpTarget(home, PARTITIONS);
      case FLINK -> new FlinkTarget(home.directory(), PARTITIONS);
    };
  }

  private boolean run(Target struck, Home home) throws Exception {
    Duration time = Duration.ofMillis((long) (minutes * 60_000));
    Plan plan = Plan.draw(seed, chosen(struck.actions()), every, mostSteps(time));
    out().printf("Seed %d on %s, in %s%n", seed, name(), home.directory());
    plan.steps().forEach(out()::println);
    out().println();
    out().flush();
    struck.start();
    Instant began = Instant.now();
    List<Recovery> recoveries;
    Balance balance;
    try (KnownStream stream =
        KnownStream.start(struck.kafka(), struck.topic(), PARTITIONS, seed, events, time)) {
      Ordeal ordeal = new Ordeal(struck, stream, patience, out());
      recoveries = ordeal.suffer(plan, time);
      ordeal.drain();
      balance = balance(struck, stream);
    }
    out().println("All is sent and counted; the audit reads it again.");
    out().flush();
    Found found = Found.by(home.directory().resolve("logs"), struck.auditOptions());
    struck.stop();
    Report told = new Report(began, name(), seed, recoveries, balance, found, replay());
    told.print(out());
    if (report != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(report.toFile(), told.values());
    }
    return told.isClean();
  }

  private static Balance balance(Target struck, KnownStream stream) throws Exception {
    try (Books books = new Books(struck)) {
      return Balance.of(
          stream.taken(),
          TopicEnds.records(struck.kafka(), struck.topic()),
          books
              .read()
              .orElseThrow(
                  () -> new UserError("The ledger cannot be read.", "See the logs in the home.")));
    }
  }

  private List<Action> chosen(List<Action> all) {
    List<String> names = all.stream().map(Action::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw UserError.inUsage(
            "There is no action '" + name + "'.", "Choose among " + String.join(", ", names) + ".");
      }
    }
    return all.stream().filter(one -> only.isEmpty() || only.contains(one.name())).toList();
  }

  /** More than fit into the time, were every recovery done at once. */
  private int mostSteps(Duration time) {
    int fitting = (int) (time.toMillis() / Math.max(1, every.toMillis())) + 1;
    return steps == null ? fitting : Math.min(steps, fitting);
  }

  private String name() {
    return target.name().toLowerCase(Locale.ROOT);
  }

  private String replay() {
    StringBuilder again = new StringBuilder("./tidemark chaos --seed=" + seed);
    again.append(" --target=").append(name());
    again.append(" --minutes=").append(Double.toString(minutes).replaceFirst("\\.0$", ""));
    again.append(" --events=").append(events);
    again.append(" --every=").append(every.toMillis()).append("ms");
    if (steps != null) {
      again.append(" --steps=").append(steps);
    }
    if (!only.isEmpty()) {
      again.append(" --actions=").append(String.join(",", only));
    }
    return again.toString();
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private PrintWriter remarks() {
    return command.commandLine().getErr();
  }
}
