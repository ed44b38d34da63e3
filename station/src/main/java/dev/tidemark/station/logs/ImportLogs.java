package dev.tidemark.station.logs;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.Stopping;
import dev.tidemark.run.Topics;
import dev.tidemark.station.console.Progress;
import dev.tidemark.station.topic.EventTopic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports the logs of web servers. */
@Command(
    name = "import",
    description = "Turn web server logs into events of the topic: each line once, even if killed.",
    footer = {
      "",
      "Started again, it goes on where it was; a log that has grown goes on behind its old end.",
      "Old logs belong into a topic of their own, for in a live one their events would be late:",
      "  tidemark import --topic=old_logs --site=https://www.example.com access.log*",
      "  tidemark run --topic=old_logs --until=now",
    })
public final class ImportLogs implements Callable<Integer> {

  @Mixin KafkaOptions kafka;
  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Logs, packed with gzip or not; - is standard input. The oldest goes first.")
  List<String> files;

  @Option(
      names = "--format",
      paramLabel = "NAME|FORMAT",
      description =
          "combined, common, vhost_combined, vhost_common, nginx, json, w3c, iis, or the format"
              + " string of Apache (%%h %%l …) or nginx ($remote_addr …); else it is found out.")
  String format;

  @Option(
      names = "--site",
      paramLabel = "URL",
      description = "https://www.example.com, for lines that know only a path.")
  String site;

  @Option(
      names = "--all",
      description = "Import what is no page view, too: assets, redirects, failures, POST.")
  boolean all;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Add the lines that cannot be read to this file.")
  Path rejects;

  @Option(names = "--dryRun", description = "Read only: print the counts and three events.")
  boolean dryRun;

  @Option(
      names = "--evenIfLate",
      description = "Import into a topic whose events are newer; these will be late.")
  boolean evenIfLate;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Of the topic, if it is not there yet (default ${DEFAULT-VALUE}).")
  int partitions;

  private volatile boolean stopped;

  @Override
  public Integer call() throws IOException {
    EventMaker events = new EventMaker(site, all);
    Tally tally = new Tally();
    List<OpenLog> logs = new ArrayList<>();
    try (RejectedLines rejected = RejectedLines.into(rejects)) {
      for (String file : files) {
        logs.add(OpenLog.open(file, format));
      }
      logs.sort(OpenLog.OLDEST_FIRST);
      logs.forEach(log -> remark("%s: %s", log.name(), log.formatAsTold()));
      if (dryRun) {
        DryRun target = new DryRun(command.commandLine().getOut());
        read(logs, new LogReader(events, tally, rejected, target, () -> stopped));
      } else {
        importInto(EventTopic.single(kafka.topic()), logs, events, tally, rejected);
      }
    } finally {
      for (OpenLog log : logs) {
        log.close();
      }
    }
    print(tally);
    return tally.importedLines() == 0 && tally.rejectedLines() > 0 ? 1 : 0;
  }

  private void importInto(
      String topic, List<OpenLog> logs, EventMaker events, Tally tally, RejectedLines rejected)
      throws IOException {
    KafkaSettings settings = kafka.settings();
    try (Topics topics = new Topics(settings)) {
      topics.ensure(topic, partitions);
    }
    Bookmarks bookmarks = new Bookmarks(settings);
    Latecomers latecomers = evenIfLate ? Latecomers.welcome() : Latecomers.behind(settings, topic);
    Stopping.onSignal(() -> stopped = true);
    read(
        logs,
        new LogReader(
            events,
            tally,
            rejected,
            new TopicTarget(settings, topic, bookmarks, latecomers, this::remark),
            () -> stopped));
  }

  private void read(List<OpenLog> logs, LogReader reader) throws IOException {
    long size = 0;
    for (OpenLog log : logs) {
      size += LogFile.size(log.name());
    }
    try (Progress progress = new Progress(command.commandLine().getErr(), "bytes", size)) {
      long before = 0;
      for (OpenLog log : logs) {
        long done = before;
        reader.read(log, bytes -> progress.advanceTo(done + bytes));
        before += LogFile.size(log.name());
      }
    }
  }

  private void remark(String text, Object... values) {
    command.commandLine().getErr().println(String.format(Locale.ROOT, text, values));
  }

  private void print(Tally tally) {
    PrintWriter out = command.commandLine().getOut();
    row(out, tally.importedLines(), dryRun ? "would be imported" : "imported");
    row(out, tally.allSkipped(), "skipped" + (all ? "" : " (--all imports them)"));
    for (Map.Entry<Skipped, Long> skipped : tally.skippedLines().entrySet()) {
      row(out, skipped.getValue(), "  " + skipped.getKey().what());
    }
    row(out, tally.rejectedLines(), "rejected");
    for (Map.Entry<String, Long> reason : tally.reasons().entrySet()) {
      row(out, reason.getValue(), "  " + reason.getKey());
    }
    if (tally.rejectedLines() > 0) {
      out.println("The first that were rejected:");
      tally.examples().forEach(example -> out.println("  " + example));
    }
    tally
        .unfinishedLines()
        .forEach(where -> out.println(where + " has no end yet; start again when it has."));
    out.flush();
  }

  private static void row(PrintWriter out, long count, String what) {
    out.println(String.format(Locale.ROOT, "%,12d  %s", count, what));
  }
}
