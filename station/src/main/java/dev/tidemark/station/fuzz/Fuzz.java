package dev.tidemark.station.fuzz;

import dev.tidemark.station.console.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Throws mutated records at the parser and at the whole graph. */
@Command(
    name = "fuzz",
    description =
        "Throw mutated records at the parser, and at the whole graph with servers of its own."
            + " Exits with 1 when one crashes it, hangs it, or is not accounted for.")
public final class Fuzz implements Callable<Integer> {

  private static final int SHOWN = 20;

  @Spec CommandSpec command;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "Through the parser alone (default ${DEFAULT-VALUE}).")
  long records;

  @Option(
      names = "--graph",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Through the whole graph, and the audit (default ${DEFAULT-VALUE}).")
  long graph;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed makes the same records (default ${DEFAULT-VALUE}).")
  long seed;

  @Override
  public Integer call() throws Exception {
    Mutations mutations = new Mutations(seed);
    boolean parserHolds = records == 0 || parser(mutations);
    boolean graphHolds = graph == 0 || graph(mutations);
    return parserHolds && graphHolds ? 0 : 1;
  }

  private boolean parser(Mutations mutations) {
    ParserFuzz.Outcome outcome;
    long began = System.nanoTime();
    try (Progress progress = new Progress(remarks(), "records", records)) {
      outcome = new ParserFuzz(mutations).run(records, progress);
    }
    print(
        "parser: %,d records of seed %d in %,d s: %,d events, %,d findings, the slowest took %.1f ms",
        records,
        seed,
        (System.nanoTime() - began) / 1_000_000_000L,
        outcome.events(),
        outcome.findings().size(),
        outcome.slowestNanos() / 1e6);
    outcome.failures().forEach((failure, times) -> print("  %-24s %,12d", failure, times));
    outcome.findings().stream()
        .limit(SHOWN)
        .forEach(finding -> print("  record %d: %s", finding.number(), finding.what()));
    return outcome.findings().isEmpty();
  }

  private boolean graph(Mutations mutations) throws Exception {
    long began = System.nanoTime();
    GraphFuzz.Outcome outcome = new GraphFuzz(mutations, remarks()).run(graph);
    boolean holds = outcome.exact() && outcome.read() == graph;
    print(
        "graph: %,d records of seed %d in %,d s: %s; the audit %s",
        graph,
        seed,
        (System.nanoTime() - began) / 1_000_000_000L,
        outcome.ledger(),
        outcome.exact() ? "agrees" : "does not agree");
    return holds;
  }

  private void print(String format, Object... values) {
    command.commandLine().getOut().printf(Locale.ROOT, format + "%n", values);
    command.commandLine().getOut().flush();
  }

  private PrintWriter remarks() {
    return command.commandLine().getErr();
  }
}
