package dev.tidemark.write;

import static java.util.stream.Collectors.joining;

import dev.tidemark.write.Table.Column;
import dev.tidemark.write.Table.Conflict.Keep;
import dev.tidemark.write.Table.Conflict.MoreWins;
import dev.tidemark.write.Table.Conflict.MustAgree;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The one statement that writes any number of rows of a table, each column as an array. */
final class Upsert {
  private final List<Column> given;
  private final String sql;

  Upsert(Table table) {
    given = table.given().toList();
    // In the list of a SELECT the arrays are unrolled together, row by row; in FROM they would be
    // gathered into a temporary table first, for a fifth more of the server's time.
    sql =
        "INSERT INTO %s AS old (%s) SELECT %s FROM (SELECT %s) AS given%s ON CONFLICT (%s) DO %s"
            .formatted(
                quoted(table.name()),
                names(table.columns().stream().map(Column::name).toList()),
                table.columns().stream().map(Upsert::stored).collect(joining(", ")),
                given.stream().map(Upsert::sent).collect(joining(", ")),
                guard(table),
                names(table.key()),
                onConflict(table));
  }

  /**
   * Writes these rows, in this order, in a transaction of its own.
   *
   * @return how many of them changed something
   */
  int execute(Connection connection, Rows rows, List<Integer> which) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < given.size(); i++) {
        Object[] values = rows.column(i, which);
        statement.setArray(i + 1, connection.createArrayOf(given.get(i).type().sent(), values));
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public String toString() {
    return sql;
  }

  /** Windows that a rebuild has taken over take no rows of an older generation. */
  private static String guard(Table table) {
    List<String> names = table.columns().stream().map(Column::name).toList();
    if (!names.contains("window_start") || !names.contains("generation")) {
      return "";
    }
    String start = Table.Type.TIME.stored("given.window_start");
    return " WHERE NOT EXISTS (SELECT FROM rebuilds WHERE given.generation < rebuilds.generation"
        + " AND %1$s >= from_time AND %1$s < to_time)".formatted(start);
  }

  private static String onConflict(Table table) {
    if (table.conflict() instanceof Keep) {
      return "NOTHING";
    }
    if (table.conflict() instanceof MustAgree agreed) {
      // The update is tried to be refused: a trigger of the table tells the two rows apart.
      return "UPDATE SET %1$s = excluded.%1$s WHERE excluded.%1$s <> old.%1$s"
          .formatted(quoted(agreed.column()));
    }
    List<String> rank = ((MoreWins) table.conflict()).rank();
    return "UPDATE SET %s WHERE (%s) > (%s)"
        .formatted(
            table.columns().stream()
                .map(Column::name)
                .filter(name -> !table.key().contains(name))
                .map(name -> quoted(name) + " = excluded." + quoted(name))
                .collect(joining(", ")),
            rank.stream().map(name -> "excluded." + quoted(name)).collect(joining(", ")),
            rank.stream().map(name -> "old." + quoted(name)).collect(joining(", ")));
  }

  private static String sent(Column column) {
    return "unnest(?::%s[]) AS %s".formatted(column.type().sent(), quoted(column.name()));
  }

  private static String stored(Column column) {
    return column.type().stored("given." + quoted(column.name()));
  }

  private static String names(Collection<String> names) {
    return names.stream().map(Upsert::quoted).collect(joining(", "));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
