package dev.tidemark.station.operate;

import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.UserError;
import dev.tidemark.station.health.DeadLetters;
import dev.tidemark.station.health.DeadRecord;
import dev.tidemark.station.health.RecordId;
import dev.tidemark.station.health.Remedy;
import dev.tidemark.station.health.Selection;
import dev.tidemark.write.Postgres;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter whole. */
@Command(
    name = "show",
    description = "Show one dead letter with its payload, and what can be done about it.",
    footer = {"", "Example: tidemark dead show web_events/0/1234"})
final class DeadShow implements Callable<Integer> {

  @Mixin PostgresOptions postgres;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Parameters(paramLabel = "TOPIC/PARTITION/OFFSET", description = "The record.")
  String record;

  @Override
  public Integer call() throws SQLException {
    DeadRecord found = find(postgres.database(command), RecordId.parse(record));
    PrintWriter out = command.commandLine().getOut();
    if (output.json) {
      out.println(Output.line(DeadList.fields(found)));
      return 0;
    }
    Remedy remedy = Remedy.of(found.failure());
    out.println("record      " + Visible.of(found.id().toString()));
    out.println("failure     " + found.failure() + " (" + found.stage() + ")");
    out.println("meaning     " + remedy.meaning());
    out.println("detail      " + Visible.of(found.detail()));
    out.println("Kafka time  " + TextTable.time(found.kafkaTime()));
    out.println("seen        " + TextTable.time(found.seenAt()));
    out.println("replay      " + replay(found, remedy));
    out.println(
        "payload     " + (found.payload() == null ? "none" : found.payload().length + " bytes"));
    out.println(Visible.of(found.text()));
    return 0;
  }

  private static String replay(DeadRecord found, Remedy remedy) {
    if (found.replayedAt() != null) {
      return "done at %s, as offset %d"
          .formatted(TextTable.time(found.replayedAt()), found.replayedOffset());
    }
    if (!found.isReplayable()) {
      return "not possible: the event was counted, or is no single event";
    }
    return remedy.unchanged() == null
        ? "once it is repaired: tidemark dead replay "
            + Visible.of(found.id().toString())
            + " --edit"
        : "once it is repaired, or with " + remedy.unchanged();
  }

  static DeadRecord find(Postgres database, RecordId id) throws SQLException {
    List<DeadRecord> found =
        new DeadLetters(database).newest(Selection.of(List.of(id)), Optional.empty(), 1);
    if (found.isEmpty()) {
      throw new UserError("There is no dead letter " + id + ".", "See which there are: dead list.");
    }
    return found.get(0);
  }
}
