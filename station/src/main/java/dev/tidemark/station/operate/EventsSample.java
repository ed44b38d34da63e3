package dev.tidemark.station.operate;

import dev.tidemark.run.PostgresOptions;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows some events whole. */
@Command(
    name = "sample",
    description = "Show events, drawn at random from the newest 10,000 that are meant.",
    footer = {"", "Example: tidemark events sample --limit=2 --country=DE"})
final class EventsSample implements Callable<Integer> {

  @Mixin PostgresOptions postgres;
  @Mixin EventFilter filter;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many (default ${DEFAULT-VALUE}).")
  int limit;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = command.commandLine().getOut();
    try (Connection connection = postgres.database(command).connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT "
                    + (output.json ? "to_jsonb(events)" : "*")
                    + " FROM (SELECT * FROM processed_events WHERE "
                    + filter.condition()
                    + " ORDER BY event_time DESC LIMIT 10000) AS events"
                    + " ORDER BY random() LIMIT ?")) {
      select.setInt(filter.bind(select), limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          if (output.json) {
            out.println(Output.lineOf(rows.getString(1)));
          } else {
            print(out, rows);
          }
        }
      }
    }
    return 0;
  }

  private static void print(PrintWriter out, ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      String value = row.getString(column);
      if (value != null && !value.isEmpty()) {
        out.printf("%-17s %s%n", columns.getColumnName(column), Visible.of(value));
      }
    }
    out.println();
  }
}
