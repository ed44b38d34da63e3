package dev.tidemark.bench.race;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command: a race of Tidemark and its peers. */
@Command(
    name = "tidemark bench",
    mixinStandardHelpOptions = true,
    subcommands = Latency.class,
    description = "Run Tidemark and its peers on the same work, in turn, and compare them.",
    footer = {"", "Exit codes: 0 well, 1 somebody failed, 2 a mistake in usage."})
public final class Bench implements Callable<Integer> {

  /** Whose laps are wanted. */
  enum Jobs {
    CORE,
    FULL,
    ALL,
    PARALLELISM,
    KEYS,
    SIZE,
    FIGURES,
    OVERLAP,
    CURVES;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean hold(Job job) {
      boolean isRace = job == Job.CORE || job == Job.FULL;
      return switch (this) {
        case ALL -> isRace;
        case CURVES -> !isRace;
        default -> name().equals(job.name());
      };
    }
  }

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "12000000",
      description = "How many events (default ${DEFAULT-VALUE}).")
  long events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many laps each contender has (default ${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--contenders",
      paramLabel = "NAME,…",
      split = ",",
      description = "Of the contenders run these alone; without it, all that are built.")
  Set<String> names = new LinkedHashSet<>();

  @Option(
      names = "--job",
      paramLabel = "JOB",
      defaultValue = "core",
      description =
          "What is computed: core, full, or all of both; or how Tidemark's core job does by"
              + " parallelism, keys, size of events, number of figures or overlap of windows, or in all"
              + " of these curves"
              + " (default ${DEFAULT-VALUE}).")
  Jobs jobs;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Where results.json, which keeps what other runs have told, and a drawing go"
              + " (default: bench/).")
  Path output;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description =
          "A further option for the JVM of each contender, such as"
              + " -XX:StartFlightRecording:filename=/tmp/race.jfr; may be given several times.")
  List<String> jvmOptions = new ArrayList<>();

  @Spec CommandSpec command;

  private final House house = House.own();

  public static void main(String[] args) {
    List<String> options = new ArrayList<>(List.of(args));
    options.remove("bench");
    System.exit(commandLine().execute(options.toArray(String[]::new)));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    if (events < 1 || rounds < 1) {
      throw new ParameterException(
          command.commandLine(), "--events and --rounds must be at least 1.");
    }
    List<Contender> contenders = contenders();
    PrintWriter out = command.commandLine().getOut();
    Path logs = house.root().resolve("bench/target/race");
    List<Lap> laps = new Race(contenders, events, rounds, logs, out).run();
    report(Standings.of(contenders, laps), out);
    return laps.stream().allMatch(Lap::isRight) ? 0 : 1;
  }

  private List<Contender> contenders() {
    List<Contender> all = new Contenders(house, jvmOptions).all();
    for (String name : names) {
      if (all.stream().noneMatch(contender -> contender.name().equals(name))) {
        throw new ParameterException(
            command.commandLine(),
            "There is no contender '%s'. Choose among %s."
                .formatted(name, all.stream().map(Contender::name).distinct().toList()));
      }
    }
    List<Contender> wanted =
        all.stream()
            .filter(contender -> jobs.hold(contender.job()))
            .filter(contender -> names.isEmpty() || names.contains(contender.name()))
            .toList();
    for (Contender missing : wanted) {
      if (!missing.isBuilt()) {
        command
            .commandLine()
            .getErr()
            .printf("%s is not built: there is no %s%n", missing.name(), missing.built());
      }
    }
    return wanted.stream().filter(Contender::isBuilt).toList();
  }

  private void report(Standings standings, PrintWriter out) throws IOException {
    Machine machine = Machine.own();
    out.printf("%n%s%n", machine);
    Board board = new Board(standings);
    for (Job job : standings.jobs()) {
      out.printf("%n%s", board.of(job));
    }
    out.flush();
    Path to = output == null ? house.root().resolve("bench") : output;
    Files.createDirectories(to);
    String when = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Path results = to.resolve("results.json");
    String before = Files.exists(results) ? Files.readString(results) : "{}";
    Files.writeString(results, new ResultsJson(standings).text(before, typed(), when, machine));
    Files.writeString(to.resolve(drawing()), new Chart(standings).svg());
  }

  private String drawing() {
    return jobs == Jobs.CORE ? "results.svg" : "results-" + jobs.label() + ".svg";
  }

  private String typed() {
    return "./tidemark bench "
        + String.join(" ", command.commandLine().getParseResult().originalArgs());
  }
}
