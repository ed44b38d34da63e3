package dev.tidemark.write;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a lake in SQL, through DuckDB: a reader that shares no code with the writer. */
final class Duck {
  private Duck() {}

  /** Each row's values as texts, joined by a bar; LAKE stands for the lake's files. */
  static List<String> ask(Path lake, String query) throws SQLException {
    String files =
        "read_parquet('%s/*/*.parquet', hive_partitioning = true)"
            .formatted(lake.toString().replace("'", "''"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(query.replace("LAKE", files))) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(String.valueOf(result.getString(i)));
          }
          rows.add(String.join("|", row));
        }
      }
      return rows;
    }
  }
}
