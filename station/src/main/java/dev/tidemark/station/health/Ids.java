package dev.tidemark.station.health;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Records as three arrays of a statement: {@code unnest(?::text[], ?::integer[], ?::bigint[])}. */
record Ids(List<RecordId> ids) {

  Array topics(Connection connection) throws SQLException {
    return array(connection, "text", ids.stream().map(RecordId::topic));
  }

  /** Binds the arrays from a parameter on, and returns the next one. */
  int bind(PreparedStatement statement, int at) throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(at, topics(connection));
    statement.setArray(at + 1, array(connection, "int4", ids.stream().map(RecordId::partition)));
    statement.setArray(at + 2, array(connection, "int8", ids.stream().map(RecordId::offset)));
    return at + 3;
  }

  private static Array array(Connection connection, String type, Stream<?> values)
      throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }
}
