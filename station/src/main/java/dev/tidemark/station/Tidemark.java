package dev.tidemark.station;

import dev.tidemark.run.Cancel;
import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Home;
import dev.tidemark.run.Migrate;
import dev.tidemark.run.Rebuild;
import dev.tidemark.run.Rescale;
import dev.tidemark.run.Run;
import dev.tidemark.run.Savepoint;
import dev.tidemark.run.Stopping;
import dev.tidemark.station.audit.Verify;
import dev.tidemark.station.chaos.Chaos;
import dev.tidemark.station.cluster.Clusters;
import dev.tidemark.station.compose.Compose;
import dev.tidemark.station.demo.Demo;
import dev.tidemark.station.fuzz.Fuzz;
import dev.tidemark.station.generate.Generate;
import dev.tidemark.station.logs.ImportLogs;
import dev.tidemark.station.metrics.MetricsReference;
import dev.tidemark.station.mirror.Mirror;
import dev.tidemark.station.operate.Count;
import dev.tidemark.station.operate.Dead;
import dev.tidemark.station.operate.Dictionary;
import dev.tidemark.station.operate.Doctor;
import dev.tidemark.station.operate.Events;
import dev.tidemark.station.operate.Lag;
import dev.tidemark.station.operate.Lake;
import dev.tidemark.station.operate.Peek;
import dev.tidemark.station.operate.Raw;
import dev.tidemark.station.operate.Topics;
import dev.tidemark.station.serve.Serve;
import dev.tidemark.station.up.Down;
import dev.tidemark.station.up.Logs;
import dev.tidemark.station.up.Reset;
import dev.tidemark.station.up.Status;
import dev.tidemark.station.up.Up;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: one word for each thing that a person wants done. */
@Command(
    name = "tidemark",
    description = "Live, exact traffic analytics from Kafka into PostgreSQL.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "`tidemark bench` compares Tidemark with native jobs (see bench/README.md).",
      "",
      "Exit codes: 0 well, 1 failure, 2 a mistake in usage."
    },
    subcommands = {
      Up.class,
      Down.class,
      Status.class,
      Logs.class,
      Reset.class,
      Run.class,
      Rescale.class,
      Savepoint.class,
      Cancel.class,
      Rebuild.class,
      Migrate.class,
      Clusters.class,
      Compose.class,
      Demo.class,
      Serve.class,
      Generate.class,
      Mirror.class,
      ImportLogs.class,
      Verify.class,
      Chaos.class,
      Topics.class,
      Count.class,
      Peek.class,
      Lag.class,
      Dead.class,
      Events.class,
      Lake.class,
      Raw.class,
      Doctor.class,
      Fuzz.class,
      Bench.class,
      MetricsReference.class,
      Dictionary.class,
      Completion.class
    })
public final class Tidemark {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where up keeps everything (env TIDEMARK_HOME; default .tidemark).")
  Path home;

  private Tidemark() {}

  public static void main(String[] args) {
    int code = commandLine(Home.in(args)).execute(args);
    Stopping.done();
    System.exit(code);
  }

  /**
   * The command line of a station.
   *
   * @param home whose servers are spoken to where no others are named
   */
  public static CommandLine commandLine(Home home) {
    return CommandLines.of(new Tidemark(), home);
  }
}
