package dev.tidemark.acceptance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** A database that Tidemark writes its tables into. */
record Store(String url, String user, String password) {

  /**
   * Tables in which two hits on one host may stand in two rows, for the source, the map or the
   * client says.
   */
  private static final Set<String> FINER_THAN_NAIVE =
      Set.of("source_traffic", "geo_traffic", "client_traffic");

  private static final String UNDEFINED_TABLE = "42P01";

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** How a program is told of this database. */
  Map<String, String> environment() {
    return Map.of("POSTGRES_URL", url, "POSTGRES_USER", user, "POSTGRES_PASSWORD", password);
  }

  /** Damages it, for instance. */
  void change(String statement) throws SQLException {
    try (Connection connection = connect();
        var change = connection.createStatement()) {
      change.executeUpdate(statement);
    }
  }

  /** One number; -1 when there is none, or not yet a table to ask. */
  long number(String query) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      result.next();
      long number = result.getLong(1);
      return result.wasNull() ? -1 : number;
    } catch (SQLException e) {
      if (UNDEFINED_TABLE.equals(e.getSQLState())) {
        return -1;
      }
      throw e;
    }
  }

  /** The answer to a question about the tables, or that they are not there yet. */
  static List<String> onceThere(Callable<List<String>> question) throws Exception {
    try {
      return question.call();
    } catch (SQLException e) {
      if (UNDEFINED_TABLE.equals(e.getSQLState())) {
        return List.of("there are no tables yet");
      }
      throw e;
    }
  }

  /** Where the tables differ from what the naive program says. */
  List<String> differencesFrom(List<Table> naive) throws SQLException {
    List<String> differences = new ArrayList<>();
    try (Connection connection = connect()) {
      for (Table expected : naive) {
        Table actual = TableDump.read(connection, expected.name()).project(expected.columns());
        Table comparable = FINER_THAN_NAIVE.contains(expected.name()) ? actual.summed() : actual;
        differences.addAll(comparable.differenceFrom(expected));
      }
    }
    return differences;
  }
}
