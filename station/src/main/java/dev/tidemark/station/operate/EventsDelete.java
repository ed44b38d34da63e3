package dev.tidemark.station.operate;

import dev.tidemark.run.PostgresOptions;
import dev.tidemark.run.UserError;
import dev.tidemark.station.console.Progress;
import dev.tidemark.station.console.Question;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes single events: old ones, or those of one visitor. */
@Command(
    name = "delete",
    description = {
      "Delete single events: those before a day, or those of one visitor; asks first.",
      "The figures stay: counts and sketches cannot forget a single visitor."
    },
    footer = {
      "",
      "Examples: tidemark events delete --before=2026-01-01",
      "          tidemark events delete --visitor=u42 --payloads"
    })
final class EventsDelete implements Callable<Integer> {

  @Mixin PostgresOptions postgres;
  @Spec CommandSpec command;

  @Option(
      names = "--before",
      paramLabel = "DAY",
      converter = Moment.class,
      description = "Delete the events of the days before this one, in UTC: 2026-01-09 or 90d.")
  Instant before;

  @Option(
      names = "--visitor",
      paramLabel = "ID",
      description = "Delete the events whose visitor_id or user_id this is.")
  String visitor;

  @Option(
      names = "--payloads",
      description =
          "With --visitor: delete also the late events and dead letters in whose payload the ID"
              + " stands.")
  boolean payloads;

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() throws SQLException {
    if ((before == null) == (visitor == null) || (payloads && visitor == null)) {
      throw UserError.inUsage(
          "Which events?", "Give either --before=DAY or --visitor=ID [--payloads].");
    }
    try (Connection connection = postgres.database(command).connect();
        Statement unlimited = connection.createStatement()) {
      unlimited.execute("SET statement_timeout = 0");
      StoredEvents events = new StoredEvents(connection);
      if (before == null) {
        deleteVisitor(events);
      } else {
        deleteDays(events);
      }
    }
    return 0;
  }

  private void deleteDays(StoredEvents events) throws SQLException {
    PrintWriter out = command.commandLine().getOut();
    Instant day = before.truncatedTo(ChronoUnit.DAYS);
    List<String> days = events.daysBefore(day);
    long strays = events.countUndated(day);
    if (days.isEmpty() && strays == 0) {
      out.println("There are no events before " + TextTable.time(day) + ".");
      return;
    }
    Question.confirm(
        "Drop %,d days of events and delete %,d others, all before %s?"
            .formatted(days.size(), strays, TextTable.time(day)),
        yes);
    try (Progress progress = new Progress(command.commandLine().getErr(), "days", days.size())) {
      for (String table : days) {
        events.drop(table);
        progress.advance(1);
      }
    }
    out.printf("%,d days dropped, %,d others deleted.%n", days.size(), events.deleteUndated(day));
  }

  private void deleteVisitor(StoredEvents events) throws SQLException {
    PrintWriter out = command.commandLine().getOut();
    long found = events.countOf(visitor);
    long late = events.countPayloads("late_events", visitor);
    long dead = events.countPayloads("dead_letters", visitor);
    out.printf("events                          %,12d%n", found);
    out.printf("late events that hold the ID    %,12d%n", late);
    out.printf("dead letters that hold the ID   %,12d%n", dead);
    if (found + (payloads ? late + dead : 0) > 0) {
      Question.confirm(
          "Delete the events%s of visitor %s?"
              .formatted(payloads ? ", late events and dead letters" : "", Visible.of(visitor)),
          yes);
      List<String> tables = events.tables();
      long deleted = 0;
      try (Progress progress =
          new Progress(command.commandLine().getErr(), "tables", tables.size())) {
        for (String table : tables) {
          deleted += events.deleteOf(table, visitor);
          progress.advance(1);
        }
      }
      if (payloads) {
        deleted += events.deletePayloads("late_events", visitor);
        deleted += events.deletePayloads("dead_letters", visitor);
      }
      out.printf("%,d rows deleted.%n", deleted);
    }
    remains(out, late, dead);
  }

  private void remains(PrintWriter out, long late, long dead) {
    out.println("What this command does not reach:");
    if (!payloads && late + dead > 0) {
      out.println("- the late events and dead letters above: add --payloads");
    }
    out.println("- the records in Kafka, until their retention ends; a recount reads them again");
    out.println("- the topic of enriched events and the lake, if they are written");
    out.println("- counts and sketches: they hold no ID, and nobody can be taken out of them");
    out.println("- backups, and rows of anonymous visits: their ID changes every day");
  }
}
