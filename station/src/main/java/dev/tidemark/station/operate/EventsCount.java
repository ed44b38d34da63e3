package dev.tidemark.station.operate;

import dev.tidemark.run.PostgresOptions;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts single events. */
@Command(
    name = "count",
    description = "Count events and visitors, by day or another column when asked to.",
    footer = {"", "Example: tidemark events count --from=2026-01-01 --by=country --bot=false"})
final class EventsCount implements Callable<Integer> {

  /** By what events may be counted. */
  enum By {
    DAY("to_char(event_time, 'YYYY-MM-DD')"),
    HOUR("to_char(event_time, 'YYYY-MM-DD HH24:00')"),
    HOST("host"),
    COUNTRY("country_code"),
    BROWSER("browser"),
    SYSTEM("operating_system"),
    DEVICE("device_class"),
    SOURCE("coalesce(source_name, source_class)");

    private final String sql;

    By(String sql) {
      this.sql = sql;
    }
  }

  @Mixin PostgresOptions postgres;
  @Mixin EventFilter filter;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      description = "One line for each of: ${COMPLETION-CANDIDATES}.")
  By by;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = command.commandLine().getOut();
    String group = by == null ? "'all'" : by.sql;
    String name = by == null ? "" : by.name().toLowerCase(Locale.ROOT);
    TextTable table = new TextTable(name, "events", "visitors", "robots' events");
    try (Connection connection = postgres.database(command).connect();
        Statement unlimited = connection.createStatement();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT %s, count(*), count(DISTINCT visitor_id), count(*) FILTER (WHERE is_bot)"
                        .formatted(group)
                    + " FROM processed_events WHERE "
                    + filter.condition()
                    + (by == null ? "" : " GROUP BY 1 ORDER BY 1"))) {
      unlimited.execute("SET statement_timeout = 0");
      filter.bind(select);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          if (output.json) {
            out.println(Output.line(fields(name, rows)));
          } else {
            table.add(
                Visible.of(rows.getString(1)), rows.getLong(2), rows.getLong(3), rows.getLong(4));
          }
        }
      }
    }
    if (!output.json) {
      table.print(out);
    }
    return 0;
  }

  private static Map<String, Object> fields(String name, ResultSet rows) throws SQLException {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!name.isEmpty()) {
      fields.put(name, rows.getString(1));
    }
    fields.put("events", rows.getLong(2));
    fields.put("visitors", rows.getLong(3));
    fields.put("botEvents", rows.getLong(4));
    return fields;
  }
}
