package dev.tidemark.bench.figures;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;

import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.metric.Windows;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sets of figures that Tidemark's own options do not ask for. */
public enum Figures {
  /** Views a URL and minute. */
  ONE,
  /** All but clients, enrichment by sources and places included. */
  SIX,
  /** The same six, and four times more into tables of their own. */
  THIRTY,
  /**
   * Those of the core job, with distinct users in the last day instead of the last five minutes.
   */
  USERS_OF_A_DAY;

  private static final String COPY = "_copy_";

  public List<Metric> metrics() {
    return switch (this) {
      case ONE -> List.of(Metrics.of("page_view_counts"));
      case SIX -> Metrics.ALL.stream().limit(6).toList();
      case THIRTY ->
          Stream.concat(
                  SIX.metrics().stream(),
                  IntStream.rangeClosed(2, 5)
                      .boxed()
                      .flatMap(copy -> SIX.metrics().stream().map(metric -> copied(metric, copy))))
              .toList();
      case USERS_OF_A_DAY ->
          List.of(
              Metrics.of("page_view_counts"),
              Metrics.of("active_users")
                  .in("active_users", Windows.sliding(ofDays(1), ofMinutes(1))),
              Metrics.of("aggregated_web_traffic"));
    };
  }

  private static Metric copied(Metric metric, int number) {
    return metric.in(metric.table() + COPY + number, metric.windows());
  }

  /** The table of Tidemark's that a table is like, or is itself. */
  public static String original(String table) {
    int copy = table.indexOf(COPY);
    return copy < 0 ? table : table.substring(0, copy);
  }
}
