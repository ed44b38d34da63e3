package dev.tidemark.write;

import dev.tidemark.servers.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a database in plain SQL. */
final class Sql {
  private Sql() {}

  static Postgres postgres(Database database) {
    return Postgres.at(database.url(), database.user(), database.password());
  }

  /** A new, empty database on the same server. */
  static Postgres fresh(Database database, String name) throws SQLException {
    run(postgres(database), "CREATE DATABASE " + name);
    return Postgres.at(
        database.url().replaceFirst("[^/]*$", name), database.user(), database.password());
  }

  static void run(Postgres postgres, String... statements) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Each row's values as texts, joined by a bar. */
  static List<String> ask(Postgres postgres, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
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

  static long count(Postgres postgres, String from) throws SQLException {
    return Long.parseLong(ask(postgres, "SELECT count(*) FROM " + from).get(0));
  }
}
