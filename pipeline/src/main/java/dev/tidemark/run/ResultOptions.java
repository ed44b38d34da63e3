package dev.tidemark.run;

import static java.util.stream.Collectors.joining;

import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is written, and when. */
public final class ResultOptions {

  @Option(
      names = "--outputs",
      paramLabel = "OUTPUT,…",
      split = ",",
      defaultValue = "metrics,events",
      description =
          "metrics: the tables of results; events: the table processed_events; topic: enriched"
              + " events as JSON; lake: enriched events as Parquet; star: the star schema of product"
              + " views; raw: every record as it came (default ${DEFAULT-VALUE})."
              + " Ledger, late events and dead letters are always written.")
  Set<Output> outputs = EnumSet.noneOf(Output.class);

  @Option(
      names = "--metrics",
      paramLabel = "TABLE,…",
      split = ",",
      description =
          "Of the tables of results compute these alone; without it, all. One that is added later"
              + " counts from then on, and `rebuild` fills in what was before.")
  Set<String> tables = Set.of();

  @Option(
      names = "--enrichedTopic",
      paramLabel = "TOPIC",
      defaultValue = "enriched_activity",
      description = "Where the output topic writes (default ${DEFAULT-VALUE}).")
  String enrichedTopic;

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description =
          "Where the output lake writes: a directory, or any file system that Beam knows.")
  String lake;

  @Mixin RawStoreOptions raw;

  @Option(
      names = "--earlyFiring",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description =
          "How soon a change shows, before its window is closed (default ${DEFAULT-VALUE}).")
  Duration earlyFiring;

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Into how many parts the keys of a metric are dealt; must stay the same for the life of"
              + " a checkpoint (default ${DEFAULT-VALUE}).")
  int shards;

  /** What there is to compute. */
  private List<Metric> known = Metrics.ALL;

  /** Lets other metrics than Tidemark's own be computed; their tables must be there. */
  public void know(List<Metric> metrics) {
    known = List.copyOf(metrics);
  }

  /** The metrics that there are. */
  List<Metric> known() {
    return known;
  }

  void check() {
    for (String table : tables) {
      if (known.stream().noneMatch(metric -> metric.table().equals(table))) {
        throw UserError.inUsage(
            "No metric fills a table '" + table + "'.",
            "Choose among " + known.stream().map(Metric::table).collect(joining(", ")) + ".");
      }
    }
    if (outputs.contains(Output.LAKE) && lake == null) {
      throw UserError.inUsage("--outputs=lake needs a place.", "Add --lake=DIR.");
    }
    if (outputs.contains(Output.RAW) && raw.mongo().isEmpty() && rawDirectory() == null) {
      throw UserError.inUsage(
          "--outputs=raw needs a place.",
          "Add --rawStore=DIR, --rawStore=mongodb://HOST:PORT, or --lake=DIR.");
    }
    if (shards < 1) {
      throw UserError.inUsage("--shards must be at least 1.", "Leave it out for 8.");
    }
  }

  /** The metrics whose tables are wanted. */
  List<Metric> metrics() {
    return known.stream()
        .filter(metric -> tables.isEmpty() || tables.contains(metric.table()))
        .toList();
  }

  /** Where files of records go as they came; null where nothing says so. */
  String rawDirectory() {
    return raw.directory() != null || lake == null
        ? raw.directory()
        : lake.replaceFirst("/*$", "/raw");
  }
}
