package dev.tidemark.station.chaos;

import static java.util.stream.Collectors.joining;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.Unmatched;

/** Kills, stalls and restarts a Tidemark of its own while it counts, and audits what is left. */
@Command(
    name = "chaos",
    description =
        "Send a known stream into a Tidemark of its own, kill and stall it on purpose, and audit"
            + " the tables. Exits with 1 when a record is lost or doubled, or a row is wrong.",
    footer = {
      "",
      "The same --seed does the same things in the same order.",
      "With --target=flink or spark, options of `run` and of Beam are handed on to it."
    })
public final class Chaos implements Callable<Integer> {

  private static final int PARTITIONS = 4;

  /** On what it is let loose. */
  enum On {
    UP,
    FLINK,
    SPARK;

    /** By its own name, or by that of the runner that {@code run} has there. */
    static On named(String name) {
      for (On on : values()) {
        if (name.equalsIgnoreCase(on.name()) || name.equalsIgnoreCase(on + "Runner")) {
          return on;
        }
      }
      throw new TypeConversionException(
          "'" + name + "' is none of up, flink (FlinkRunner) and spark (SparkRunner)");
    }
  }

  @Mixin PlanOptions options;
  @Spec CommandSpec command;

  /** Options of {@code run}, for a cluster. */
  @Unmatched List<String> passedOn = new ArrayList<>();

  @Option(
      names = {"--target", "--runner"},
      paramLabel = "TARGET",
      defaultValue = "up",
      converter = OnConverter.class,
      description =
          "up: broker, Flink and database of `tidemark up`; flink: a stream on a Flink cluster;"
              + " spark: rounds on a Spark cluster (default ${DEFAULT-VALUE}).")
  On target;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Beside a cluster: one broker that nothing is done to, or three that are killed, too"
              + " (default ${DEFAULT-VALUE}).")
  int brokers;

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
    options.check();
    if (brokers != 1 && (brokers != 3 || target == On.UP)) {
      throw UserError.inUsage(
          "There is no run on " + brokers + " brokers.",
          "Take --brokers=3 with --target=flink or spark, or leave it out.");
    }
    if (target == On.UP && !passedOn.isEmpty()) {
      throw UserError.inUsage(
          "There is no option " + passedOn.get(0) + ".",
          "See `tidemark chaos --help`; options of `run` go with --target=flink or spark.");
    }
    Path given = command.root().findOption("--home").getValue();
    Home home = new Home(given == null ? Files.createTempDirectory("tidemark-chaos-") : given);
    demandEmpty(home.directory());
    // That the broker is away is what this is about, and no news.
    ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
    Thread main = Thread.currentThread();
    Stopping.onSignal(main::interrupt, 1);
    boolean clean = false;
    try {
      clean = run(home);
    } catch (Exception failed) {
      if (!Stopping.asked()) {
        throw failed;
      }
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

  /** What is there already would be counted, too. */
  private static void demandEmpty(Path directory) throws IOException {
    if (Files.exists(directory) && !FileUtils.isEmptyDirectory(directory.toFile())) {
      throw UserError.inUsage(
          directory + " is not empty.", "Name a directory of its own, or leave --home out.");
    }
  }

  private static final class OnConverter implements ITypeConverter<On> {
    @Override
    public On convert(String name) {
      return On.named(name);
    }
  }

  private Target target(Home home) {
    return switch (target) {
      case UP -> new UpTarget(home, PARTITIONS);
      case FLINK -> new FlinkTarget(home.directory(), PARTITIONS, brokers, passedOn);
      case SPARK -> new SparkTarget(home.directory(), PARTITIONS, brokers, passedOn);
    };
  }

  private boolean run(Home home) throws Exception {
    try (Target struck = target(home)) {
      try {
        return run(struck, home);
      } finally {
        // What was asked to end must not keep this from ending all that it started.
        var unused = Thread.interrupted();
      }
    }
  }

  private boolean run(Target struck, Home home) throws Exception {
    Plan plan = options.plan(struck.actions());
    out().printf("Seed %d on %s, in %s%n", options.seed, name(), home.directory());
    plan.steps().forEach(out()::println);
    out().println();
    out().flush();
    struck.start(plan);
    Instant began = Instant.now();
    List<Recovery> recoveries;
    Balance balance;
    try (KnownStream stream =
        KnownStream.start(
            struck.kafka(),
            struck.topic(),
            PARTITIONS,
            options.seed,
            options.events,
            options.time())) {
      Ordeal ordeal = new Ordeal(struck, stream, patience, out());
      recoveries = ordeal.suffer(plan, options.most());
      ordeal.drain();
      balance = balance(struck, stream);
    }
    out().println("All is sent and counted; the audit reads it again.");
    out().flush();
    Found found = Found.byAll(home.directory().resolve("logs"), struck.audits());
    struck.stop();
    Report told = new Report(began, name(), options.seed, recoveries, balance, found, replay());
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

  private String replay() {
    return options.replay(name())
        + (brokers == 1 ? "" : " --brokers=" + brokers)
        + passedOn.stream().map(option -> " " + option).collect(joining());
  }

  private String name() {
    return target.name().toLowerCase(Locale.ROOT);
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private PrintWriter remarks() {
    return command.commandLine().getErr();
  }
}
