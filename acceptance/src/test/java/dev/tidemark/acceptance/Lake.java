package dev.tidemark.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A lake as a reader of Parquet files sees it that knows nothing of Tidemark. */
final class Lake {

  private Lake() {}

  /** How many records there are, none of them twice. */
  static long records(Path directory) throws SQLException {
    String files = directory + "/*/*.parquet";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "SELECT count(DISTINCT (topic, \"partition\", \"offset\")), count(*)"
                    + " FROM read_parquet('%s', hive_partitioning = true)".formatted(files))) {
      answer.next();
      if (answer.getLong(1) != answer.getLong(2)) {
        throw new AssertionError("The lake holds a record twice: " + directory);
      }
      return answer.getLong(1);
    }
  }
}
