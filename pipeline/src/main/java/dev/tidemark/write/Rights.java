package dev.tidemark.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/** What a user of the database may do, asked before anything depends on it. */
public final class Rights {

  private static final String MISSING =
      """
      SELECT string_agg(name, ', ' ORDER BY name) FROM unnest(?::text[]) AS tables (name)
      WHERE NOT (has_table_privilege(name, 'SELECT') AND has_table_privilege(name, 'INSERT')
        AND has_table_privilege(name, 'UPDATE'))""";

  private Rights() {}

  /**
   * Refuses a user who may not write into these tables. A stream would find out with its first row,
   * and go on trying for as long as it takes.
   */
  public static void demandToWrite(Postgres postgres, Collection<String> tables)
      throws SQLException {
    try (Connection connection = postgres.connect();
        PreparedStatement select = connection.prepareStatement(MISSING)) {
      select.setArray(1, connection.createArrayOf("text", tables.toArray()));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        String missing = row.getString(1);
        if (missing != null) {
          throw postgres.explained(new SQLException("no right to write into " + missing, "42501"));
        }
      }
    }
  }
}
