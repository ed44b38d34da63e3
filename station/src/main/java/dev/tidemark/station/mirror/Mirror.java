package dev.tidemark.station.mirror;

import dev.tidemark.run.DurationConverter;
import dev.tidemark.run.Stopping;
import dev.tidemark.run.UserError;
import dev.tidemark.station.console.Progress;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Copies a topic of another cluster. */
@Command(
    name = "mirror",
    description = "Copy a topic of another Kafka cluster into one of yours, each record once.",
    footer = {
      "",
      "Bytes, keys, headers and timestamps stay as they are. How far it is stands in the topic",
      "TOPIC-mirror-offsets, written in the same transactions: after a crash it goes on there."
    })
public final class Mirror implements Callable<Integer> {

  private static final Duration REPORT = Duration.ofSeconds(10);

  @Mixin ClusterOptions clusters;
  @Spec CommandSpec command;

  @Option(
      names = "--partitions",
      paramLabel = "source|key",
      defaultValue = "source",
      description =
          "Into which partition a record goes: that of the source, or that of its key (default"
              + " ${DEFAULT-VALUE}).")
  String partitions;

  @Option(
      names = "--from",
      paramLabel = "earliest|latest|TIME",
      defaultValue = "earliest",
      description =
          "Where to begin what was never copied: 2026-01-09T00:00:00Z, or -6h (default"
              + " ${DEFAULT-VALUE}).")
  String from;

  @Option(
      names = "--until",
      paramLabel = "now",
      description = "Copy up to the ends of this moment and exit.")
  String until;

  @Option(
      names = "--maxMessages",
      paramLabel = "N",
      defaultValue = "${env:MAX_MESSAGES}",
      description = "Stop after so many records (env MAX_MESSAGES).")
  Long maxMessages;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "${env:MAX_WORKERS:-5}",
      description = "How many partitions are copied at a time (env MAX_WORKERS; default 5).")
  int workers;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Pass over records with an older timestamp.")
  String since;

  @Option(
      names = "--where",
      paramLabel = "FIELD=VALUE",
      description = "Copy JSON objects alone that have this value; may be said several times.")
  Map<String, String> fields = Map.of();

  @Option(
      names = "--sample",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "Copy this share of the keys, the same ones each time (default all).")
  double sample;

  @Override
  public Integer call() throws InterruptedException {
    check();
    Instant now = Instant.now();
    Wanted wanted = new Wanted(since == null ? null : time("--since", since, now), fields, sample);
    Copying.Start start =
        switch (from) {
          case "earliest" -> Copying.Start.EARLIEST;
          case "latest" -> Copying.Start.LATEST;
          default -> Copying.Start.at(time("--from", from, now));
        };
    Tally tally = new Tally(maxMessages == null ? Long.MAX_VALUE : maxMessages);
    try (Copying copying =
        Copying.prepare(
            clusters.source(),
            clusters.sourceTopic,
            clusters.destination(),
            clusters.topic(),
            partitions.equals("source"),
            start,
            tally)) {
      Stopping.onSignal(copying::stop);
      long began = System.nanoTime();
      run(copying, wanted, tally);
      report(tally, copying, (System.nanoTime() - began) / 1e9);
    }
    return 0;
  }

  private void check() {
    if (!partitions.equals("source") && !partitions.equals("key")) {
      throw UserError.inUsage(
          "--partitions=" + partitions + " is not known.", "Write --partitions=source, or key.");
    }
    if (until != null && !until.equals("now")) {
      throw UserError.inUsage("--until=" + until + " is not known.", "Write --until=now.");
    }
    if (workers < 1 || !(sample > 0 && sample <= 1)) {
      throw UserError.inUsage(
          "--workers must be at least 1, and --sample above 0 and not above 1.",
          "Leave them out for five workers and all keys.");
    }
  }

  private static Instant time(String option, String text, Instant now) {
    try {
      return text.startsWith("-")
          ? now.minus(new DurationConverter().convert(text.substring(1)))
          : Instant.parse(text);
    } catch (DateTimeException | TypeConversionException wrong) {
      throw UserError.inUsage(
          option + "=" + text + " is no time.", "Write 2026-01-09T00:00:00Z, or -6h.");
    }
  }

  private void run(Copying copying, Wanted wanted, Tally tally) throws InterruptedException {
    PrintWriter remarks = command.commandLine().getErr();
    long all = maxMessages == null ? copying.lag() : Math.min(maxMessages, copying.lag());
    long reportedAt = System.nanoTime();
    copying.start(wanted, workers, until != null);
    try (Progress progress = new Progress(remarks, "records", until == null ? 0 : all)) {
      while (!copying.isOverWithin(Duration.ofMillis(200))) {
        progress.advanceTo(tally.copied() + tally.skipped());
        if (until == null && System.nanoTime() - reportedAt > REPORT.toNanos()) {
          reportedAt = System.nanoTime();
          remarks.printf(
              Locale.ROOT, "%,d records copied, %,d to go%n", tally.copied(), copying.lag());
          remarks.flush();
        }
      }
    }
    copying.rethrow();
  }

  private void report(Tally tally, Copying copying, double seconds) {
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "Copied %,d records of %s to %s in %.1f s (%,.0f/s); passed over %,d; %,d to go.%n",
        tally.copied(),
        clusters.sourceTopic,
        clusters.topic(),
        seconds,
        tally.copied() / Math.max(0.001, seconds),
        tally.skipped(),
        copying.lag());
    if (tally.gone() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d offsets were deleted from the source before they could be copied.%n",
          tally.gone());
    }
    out.flush();
  }
}
