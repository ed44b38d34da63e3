package dev.tidemark.station.operate;

import dev.tidemark.event.Failure;
import dev.tidemark.run.PostgresOptions;
import dev.tidemark.station.health.DeadLetters;
import dev.tidemark.station.health.DeadRecord;
import dev.tidemark.station.health.Remedy;
import dev.tidemark.station.health.Selection;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists dead letters. */
@Command(
    name = "list",
    description = "Count dead letters by failure and list the newest.",
    footer = {"", "Example: tidemark dead list --failure=NO_URL --since=2h"})
final class DeadList implements Callable<Integer> {

  private static final int DETAIL = 60;

  @Mixin PostgresOptions postgres;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Option(names = "--failure", paramLabel = "FAILURE", description = "Only this failure.")
  Failure failure;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Only those seen since 2026-01-09, 2026-01-09T12:00:00Z or 2h (ago).")
  Instant since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many to list (default ${DEFAULT-VALUE}).")
  int limit;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = command.commandLine().getOut();
    DeadLetters letters = new DeadLetters(postgres.database(command));
    Selection selection = new Selection(failure, since, List.of());
    List<DeadRecord> newest = letters.newest(selection, Optional.empty(), limit);
    if (output.json) {
      newest.forEach(record -> out.println(Output.line(fields(record))));
      return 0;
    }
    List<DeadLetters.Count> counts = letters.counts(selection);
    if (counts.isEmpty()) {
      out.println("There are no dead letters.");
      return 0;
    }
    TextTable totals = new TextTable("failure", "count", "replayed", "last seen");
    counts.forEach(c -> totals.add(c.failure(), c.count(), c.replayed(), c.lastSeen()));
    totals.print(out);
    counts.forEach(c -> out.println("  " + c.failure() + ": " + Remedy.of(c.failure()).meaning()));
    out.println();
    TextTable table = new TextTable("record", "seen", "failure", "detail");
    newest.forEach(
        record ->
            table.add(
                record.id(),
                record.seenAt(),
                record.failure() + (record.replayedAt() == null ? "" : " (replayed)"),
                Visible.of(record.detail(), DETAIL)));
    table.print(out);
    return 0;
  }

  static Map<String, Object> fields(DeadRecord record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("topic", record.id().topic());
    fields.put("partition", record.id().partition());
    fields.put("offset", record.id().offset());
    fields.put("kafkaTime", record.kafkaTime());
    fields.put("seenAt", record.seenAt());
    fields.put("stage", record.stage());
    fields.put("failure", record.failure());
    fields.put("detail", record.detail());
    fields.put("payload", record.payload() == null ? null : record.text());
    fields.put("replayedAt", record.replayedAt());
    fields.put("replayedOffset", record.replayedOffset());
    return fields;
  }
}
