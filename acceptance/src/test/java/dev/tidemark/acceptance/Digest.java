package dev.tidemark.acceptance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All rows of a table, too many to be read one by one, as their number and a sum of their hashes:
 * without the columns that tell when a row was written, and by which rebuild.
 */
record Digest(String table, long rows, String sum) {

  /** Every table of results. */
  static List<Digest> of(Store store) throws SQLException {
    String varying =
        Stream.concat(TableDump.VARYING.stream(), Stream.of("generation"))
            .map(c -> "'" + c + "'")
            .collect(Collectors.joining(","));
    List<Digest> digests = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      for (String table : GoldenTables.NAMES) {
        String query =
            "SELECT count(*), coalesce(sum(hashtextextended((to_jsonb(t) - ARRAY[%s])::text, 0)), 0)"
                + " FROM %s t";
        try (ResultSet row = statement.executeQuery(query.formatted(varying, table))) {
          row.next();
          digests.add(new Digest(table, row.getLong(1), row.getString(2)));
        }
      }
    }
    return digests;
  }

  static List<String> differences(List<Digest> actual, List<Digest> expected) {
    return actual.stream().filter(one -> !expected.contains(one)).map(Digest::toString).toList();
  }
}
