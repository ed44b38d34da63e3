package dev.tidemark.station.metrics;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the list of all metrics, which is a page of the documentation. */
@Command(name = "metrics", description = "List every metric that /metrics may tell, as Markdown.")
public final class MetricsReference implements Callable<Integer> {

  private static final String HEAD =
      """
      # Metrics

      The station tells these at `/metrics`, in Prometheus' text form; `./tidemark metrics` prints this
      page. What cannot be known at the moment, and what has not happened yet, is left out.

      | metric | kind | labels | meaning |
      | --- | --- | --- | --- |
      """;

  private static final String FOOT =
      """

      Those that begin with `tidemark_pipeline_` are counters of the graph itself, with the namespace `tidemark` in
      Beam. `./tidemark up` asks the Flink in its process for them. On a Flink cluster its Prometheus
      reporter tells them, on Spark the driver's servlet, and the rules in
      `deploy/prometheus/prometheus.yml` give them the names of this page: see
      [production.md](production.md). They begin at zero when the job is started anew. The ledger does not:
      what it says is exact.
      """;

  @Spec CommandSpec command;

  @Override
  public Integer call() {
    command.commandLine().getOut().print(page());
    command.commandLine().getOut().flush();
    return 0;
  }

  static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Family family : Families.ALL) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  family.name(),
                  family.kind().name().toLowerCase(Locale.ROOT),
                  String.join(", ", family.labels().stream().map(l -> "`" + l + "`").toList()),
                  family.help()));
    }
    return page.append(FOOT).toString();
  }
}
