package dev.tidemark.station.operate;

import dev.tidemark.run.PostgresOptions;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints every table and column with the comments that the database itself has on them. */
@Command(
    name = "dictionary",
    description = "List every table and column with its meaning, as Markdown, from the database.")
public final class Dictionary implements Callable<Integer> {

  private static final String HEAD =
      """
      # Data dictionary

      Every table and column, from the comments that the database itself has (`\\d+ page_view_counts`);
      `./tidemark dictionary` prints this page. Times are with time zone; their zone is not stored.
      """;

  /** Partitions are their table; Flyway's own book is none of ours. */
  private static final String COLUMNS =
      """
      SELECT t.relname, coalesce(obj_description(t.oid, 'pg_class'), ''), c.attname,
        format_type(c.atttypid, c.atttypmod), NOT c.attnotnull,
        coalesce(c.attnum = ANY(k.conkey), false), coalesce(col_description(t.oid, c.attnum), '')
      FROM pg_class t
        JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
        JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
        LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
      WHERE t.relkind IN ('r', 'p', 'v', 'm') AND NOT t.relispartition
        AND t.relname NOT LIKE '%schema_history'
      ORDER BY t.relname, c.attnum""";

  @Mixin PostgresOptions postgres;
  @Spec CommandSpec command;

  @Override
  public Integer call() throws SQLException {
    command.commandLine().getOut().print(page(postgres.database(command)));
    command.commandLine().getOut().flush();
    return 0;
  }

  static String page(Postgres database) throws SQLException {
    StringBuilder page = new StringBuilder(HEAD);
    try (Connection connection = database.connect();
        PreparedStatement select = connection.prepareStatement(COLUMNS);
        ResultSet row = select.executeQuery()) {
      String table = "";
      while (row.next()) {
        if (!row.getString(1).equals(table)) {
          table = row.getString(1);
          page.append("\n## %s\n\n%s.\n\n".formatted(table, row.getString(2)));
          page.append("| column | type | key | meaning |\n| --- | --- | --- | --- |\n");
        }
        String type = row.getString(4) + (row.getBoolean(5) ? ", may be null" : "");
        page.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    row.getString(3),
                    type.replace("timestamp with time zone", "timestamptz"),
                    row.getBoolean(6) ? "yes" : "",
                    row.getString(7).replace("|", "\\|")));
      }
    }
    return page.toString();
  }
}
