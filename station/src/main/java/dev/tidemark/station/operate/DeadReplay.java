package dev.tidemark.station.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.event.Failure;
import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.UserError;
import dev.tidemark.station.console.Progress;
import dev.tidemark.station.health.DeadLetters;
import dev.tidemark.station.health.DeadRecord;
import dev.tidemark.station.health.RecordId;
import dev.tidemark.station.health.Remedy;
import dev.tidemark.station.health.Replay;
import dev.tidemark.station.health.Selection;
import dev.tidemark.write.Postgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends dead letters into their topic again. */
@Command(
    name = "replay",
    description = {
      "Send dead letters into their topic again, each once, as they are or repaired.",
      "A repaired event whose time lies too far back is late when it comes again, and does not"
          + " count."
    },
    footer = {
      "",
      "Examples: tidemark dead replay web_events/0/1234 --edit",
      "          tidemark dead replay --failure=NOT_JSON --replace=NaN --with=null"
    })
final class DeadReplay implements Callable<Integer> {

  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Parameters(
      arity = "0..*",
      paramLabel = "TOPIC/PARTITION/OFFSET",
      description = "Exactly these records.")
  List<String> records = List.of();

  @Option(names = "--failure", paramLabel = "FAILURE", description = "All with this failure.")
  Failure failure;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Only those seen since 2026-01-09, 2026-01-09T12:00:00Z or 2h (ago).")
  Instant since;

  @Option(names = "--edit", description = "Repair the payload of one record in $$EDITOR first.")
  boolean edit;

  @Option(
      names = "--replace",
      paramLabel = "OLD",
      description = "Repair payloads by replacing this text; those without it are left out.")
  String old;

  @Option(names = "--with", paramLabel = "NEW", description = "What to put in its place.")
  String fresh;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    check();
    Postgres database = postgres.database(command);
    Selection selection =
        new Selection(failure, since, records.stream().map(RecordId::parse).toList());
    Function<DeadRecord, byte[]> repair = repair(database, selection);
    warn(database, selection);
    Replay.Outcome outcome;
    try (Progress progress = new Progress(command.commandLine().getErr(), "records", 0)) {
      outcome =
          new Replay(database, kafka.settings())
              .run(selection, repair, Long.MAX_VALUE, progress::advanceTo);
    }
    print(outcome);
    return 0;
  }

  private void check() {
    if (records.isEmpty() && failure == null && since == null) {
      throw UserError.inUsage(
          "Which dead letters?", "Name records, or give --failure or --since; see dead list.");
    }
    if (edit && (records.size() != 1 || old != null)) {
      throw UserError.inUsage("--edit repairs one record.", "Name exactly one, without --replace.");
    }
    if ((old == null) != (fresh == null) || "".equals(old)) {
      throw UserError.inUsage(
          "--replace and --with belong together.", "Write --replace=OLD --with=NEW.");
    }
  }

  private Function<DeadRecord, byte[]> repair(Postgres database, Selection selection)
      throws SQLException, IOException, InterruptedException {
    if (edit) {
      DeadRecord found = DeadShow.find(database, selection.records().get(0));
      if (!found.isReplayable()) {
        throw new UserError(found.id() + " cannot be replayed.", "dead show tells why it cannot.");
      }
      byte[] edited = Editor.edit(found.payload() == null ? new byte[0] : found.payload());
      return record -> edited;
    }
    return old == null ? DeadRecord::payload : this::replaced;
  }

  /** Only whole texts: bytes that are no UTF-8 would not come back as they were. */
  private byte[] replaced(DeadRecord record) {
    byte[] payload = record.payload();
    if (payload == null || !Arrays.equals(record.text().getBytes(UTF_8), payload)) {
      return null;
    }
    String text = record.text();
    return text.contains(old) ? text.replace(old, fresh).getBytes(UTF_8) : null;
  }

  private void warn(Postgres database, Selection selection) throws SQLException {
    if (edit || old != null) {
      return;
    }
    PrintWriter err = command.commandLine().getErr();
    for (DeadLetters.Count count : new DeadLetters(database).counts(selection)) {
      String warning = Remedy.warning(count.failure());
      if (warning != null && Remedy.of(count.failure()).isReplayable()) {
        err.println("! " + warning);
      }
    }
  }

  private void print(Replay.Outcome outcome) {
    PrintWriter out = command.commandLine().getOut();
    if (output.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("replayed", outcome.replayed());
      fields.put("skipped", outcome.skipped());
      fields.put("inDoubt", outcome.inDoubt());
      out.println(Output.line(fields));
      return;
    }
    out.printf("%,d replayed.%n", outcome.replayed());
    if (outcome.skipped() > 0) {
      out.printf("%,d left out: not to be repaired so, or not replayable.%n", outcome.skipped());
    }
    if (outcome.inDoubt() > 0) {
      out.printf(
          "%,d in doubt: another replay has them, or was cut off. In five minutes a replay finds"
              + " out.%n",
          outcome.inDoubt());
    }
  }
}
