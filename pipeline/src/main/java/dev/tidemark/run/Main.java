package dev.tidemark.run;

import picocli.CommandLine.Command;

/** The program in a runner's jar: the graph on one engine. */
@Command(
    name = "tidemark",
    description = "Live, exact traffic analytics from Kafka into PostgreSQL.",
    subcommands = {
      Run.class,
      Rebuild.class,
      Rescale.class,
      Savepoint.class,
      Cancel.class,
      Migrate.class
    })
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    int code = CommandLines.of(new Main()).execute(args);
    Stopping.done();
    System.exit(code);
  }
}
