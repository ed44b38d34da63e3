package dev.tidemark.station.stats;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.postgresql.PGStatement;

/**
 * A statement as it grows. Its text consists of constants of this program and of names from closed
 * lists, which the compiler checks; everything else travels as a parameter.
 */
final class Sql {

  /** A table or column of a closed list. */
  interface Name {
    String sql();
  }

  private interface Parameter {
    void set(PreparedStatement statement, int index) throws SQLException;
  }

  private final StringBuilder text = new StringBuilder();
  private final List<Parameter> parameters = new ArrayList<>();

  static Sql of(@CompileTimeConstant String constant) {
    return new Sql().text(constant);
  }

  Sql text(@CompileTimeConstant String constant) {
    text.append(constant);
    return this;
  }

  Sql name(Name name) {
    text.append(name.sql());
    return this;
  }

  Sql add(Sql other) {
    text.append(other.text);
    parameters.addAll(other.parameters);
    return this;
  }

  Sql value(String value) {
    return parameter((statement, index) -> statement.setString(index, value));
  }

  Sql value(long value) {
    return parameter((statement, index) -> statement.setLong(index, value));
  }

  Sql value(boolean value) {
    return parameter((statement, index) -> statement.setBoolean(index, value));
  }

  Sql value(Instant value) {
    OffsetDateTime time = value.atOffset(ZoneOffset.UTC);
    return parameter((statement, index) -> statement.setObject(index, time));
  }

  Sql texts(Collection<String> values) {
    return array("text", values);
  }

  Sql numbers(Collection<? extends Number> values) {
    return array("bigint", values);
  }

  Sql times(Collection<Instant> values) {
    return array("timestamptz", values.stream().map(Instant::toString).toList());
  }

  /** The statement, ready to run; closing it is up to the caller. */
  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text.toString());
    // Planned for its values each time: a plan for any range suits none.
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).set(statement, i + 1);
    }
    return statement;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private Sql array(String type, Collection<?> values) {
    return parameter(
        (statement, index) -> {
          Array array = statement.getConnection().createArrayOf(type, values.toArray());
          statement.setArray(index, array);
        });
  }

  private Sql parameter(Parameter parameter) {
    text.append('?');
    parameters.add(parameter);
    return this;
  }
}
