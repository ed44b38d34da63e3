package dev.tidemark.write;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table as the writer sees it.
 *
 * @param columns those that are written; a column that is not here keeps its default
 * @param key the columns that identify a row
 * @param dayColumn the time by whose days the table is partitioned; null when it is not
 */
public record Table(
    String name, List<Column> columns, List<String> key, Conflict conflict, String dayColumn)
    implements Serializable {

  public Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    List<String> names = columns.stream().map(Column::name).toList();
    for (String needed : Stream.concat(key.stream(), conflict.rank().stream()).toList()) {
      if (!names.contains(needed)) {
        throw new IllegalArgumentException(name + " is written without its column " + needed);
      }
    }
  }

  public Table(String name, List<Column> columns, List<String> key, Conflict conflict) {
    this(name, columns, key, conflict, null);
  }

  /** Where a column stands among those that are given for a row. */
  int place(String column) {
    List<String> given = given().map(Column::name).toList();
    return given.indexOf(column);
  }

  /** The columns whose values come from the program. */
  public Stream<Column> given() {
    return columns.stream().filter(column -> column.type() != Type.NOW);
  }

  /** One column. */
  public record Column(String name, Type type) implements Serializable {}

  /** What to do about a row whose key is there already. */
  public sealed interface Conflict extends Serializable {

    /** The row that was there first stays. */
    record Keep() implements Conflict {
      @Override
      public List<String> rank() {
        return List.of();
      }
    }

    /** The row whose rank columns are greater, compared from left to right, stays whole. */
    record MoreWins(List<String> rank) implements Conflict {
      public MoreWins {
        rank = List.copyOf(rank);
      }
    }

    /** The row stays; one that does not agree with it in a column is refused. */
    record MustAgree(String column) implements Conflict {
      @Override
      public List<String> rank() {
        return List.of();
      }
    }

    Conflict KEEP = new Keep();

    static Conflict moreWins(String... rank) {
      return new MoreWins(List.of(rank));
    }

    List<String> rank();
  }

  /** How a value is given, sent and stored. */
  public enum Type {
    TEXT(String.class, "text", "%s"),
    /** A JSON document as text. */
    JSON(String.class, "text", "%s::jsonb"),
    BYTES(byte[].class, "bytea", "%s"),
    BOOLEAN(Boolean.class, "bool", "%s"),
    INTEGER(Integer.class, "int4", "%s"),
    BIGINT(Long.class, "int8", "%s"),
    DOUBLE(Double.class, "float8", "%s"),
    /** A decimal number as text. */
    DECIMAL(String.class, "text", "%s::numeric"),
    /** Days since the epoch. */
    DATE(Integer.class, "int4", "DATE 'epoch' + %s"),
    /**
     * Microseconds since the epoch. PostgreSQL multiplies intervals in floating point, where the
     * whole days and the rest of a day are exact, but a time as one product would not be.
     */
    TIME(
        Long.class,
        "int8",
        "TIMESTAMPTZ 'epoch' + (%1$s / 86400000000) * INTERVAL '24 hours'"
            + " + (%1$s %% 86400000000) * INTERVAL '1 microsecond'"),
    /** A number of microseconds, in two products for the same reason. */
    DURATION(
        Long.class,
        "int8",
        "(%1$s / 86400000000) * INTERVAL '24 hours'"
            + " + (%1$s %% 86400000000) * INTERVAL '1 microsecond'"),
    /** Not given: the time of the write. */
    NOW(Void.class, null, "now()");

    private final Class<?> given;
    private final String sent;
    private final String stored;

    Type(Class<?> given, String sent, String stored) {
      this.given = given;
      this.sent = sent;
      this.stored = stored;
    }

    /** The PostgreSQL type of an element of the array in which the column travels. */
    String sent() {
      return sent;
    }

    /** The SQL that makes the stored value of what was sent. */
    public String stored(String expression) {
      return stored.formatted(expression);
    }

    boolean takes(Object value) {
      return value == null || given.isInstance(value);
    }

    Object[] array(int length) {
      return (Object[]) java.lang.reflect.Array.newInstance(given, length);
    }

    /** A total order, the same for every writer; nothing comes first. */
    Comparator<Object> order() {
      return Comparator.nullsFirst(this::compare);
    }

    private int compare(Object left, Object right) {
      return switch (this) {
        case TEXT, JSON, DECIMAL -> ((String) left).compareTo((String) right);
        case BYTES -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);
        case BOOLEAN -> ((Boolean) left).compareTo((Boolean) right);
        case INTEGER, DATE -> ((Integer) left).compareTo((Integer) right);
        case BIGINT, TIME, DURATION -> ((Long) left).compareTo((Long) right);
        case DOUBLE -> ((Double) left).compareTo((Double) right);
        case NOW -> 0;
      };
    }
  }
}
