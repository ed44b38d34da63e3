package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.tidemark.write.Table.Column;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows that are new by {@code COPY} in binary: the server neither parses values nor looks
 * for each row whether it is there. One that is there already fails the whole batch, which leaves
 * nothing behind.
 */
final class Copy {

  private static final Set<Table.Type> KNOWN =
      EnumSet.of(
          Table.Type.TEXT,
          Table.Type.JSON,
          Table.Type.BYTES,
          Table.Type.BOOLEAN,
          Table.Type.INTEGER,
          Table.Type.BIGINT,
          Table.Type.DOUBLE,
          Table.Type.TIME);

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final short END = -1;
  private static final int NULL = -1;
  private static final byte JSONB_VERSION = 1;

  /** PostgreSQL counts from the year 2000. */
  private static final long EPOCH_MICROS = TimeUnit.DAYS.toMicros(10_957);

  /** Further back than any time that PostgreSQL knows, and than none of its infinities. */
  private static final long TOO_EARLY = Long.MIN_VALUE + 1;

  private static final int CHUNK = 1 << 18;

  private final List<Column> columns;
  private final String sql;
  private ByteBuffer buffer = ByteBuffer.allocate(2 * CHUNK);

  Copy(Table table) {
    columns = table.columns();
    sql =
        "COPY %s (%s) FROM STDIN (FORMAT binary)"
            .formatted(
                Upsert.quoted(table.name()),
                columns.stream().map(Column::name).map(Upsert::quoted).collect(joining(", ")));
  }

  /** Whether rows of a table can be written so: of one that is there already the first stays. */
  static boolean suits(Table table) {
    return table.conflict() instanceof Table.Conflict.Keep
        && table.columns().stream().allMatch(column -> KNOWN.contains(column.type()));
  }

  /** Writes these rows, in this order, in a transaction of its own. */
  void execute(Connection connection, Rows rows, List<Integer> which) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      buffer.clear().put(HEADER);
      for (int row : which) {
        put(rows, row);
        if (buffer.position() >= CHUNK) {
          send(copy);
        }
      }
      reserve(Short.BYTES).putShort(END);
      send(copy);
      copy.endCopy();
    } catch (SQLException | RuntimeException failed) {
      cancel(copy, failed);
      throw failed;
    }
  }

  /**
   * Takes the connection out of the copy; that it cannot, because it is gone, is not the reason.
   */
  private static void cancel(CopyIn copy, Exception failed) {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException further) {
      failed.addSuppressed(further);
    }
  }

  private void send(CopyIn copy) throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private void put(Rows rows, int row) {
    reserve(Short.BYTES).putShort((short) columns.size());
    for (int column = 0; column < columns.size(); column++) {
      Object value = rows.get(row, column);
      if (value == null) {
        reserve(Integer.BYTES).putInt(NULL);
      } else {
        put(columns.get(column).type(), value);
      }
    }
  }

  private void put(Table.Type type, Object value) {
    switch (type) {
      case TEXT -> put(((String) value).getBytes(UTF_8));
      case JSON -> {
        byte[] text = ((String) value).getBytes(UTF_8);
        reserve(Integer.BYTES + 1 + text.length)
            .putInt(1 + text.length)
            .put(JSONB_VERSION)
            .put(text);
      }
      case BYTES -> put((byte[]) value);
      case BOOLEAN -> reserve(Integer.BYTES + 1).putInt(1).put((byte) ((Boolean) value ? 1 : 0));
      case INTEGER -> reserve(2 * Integer.BYTES).putInt(Integer.BYTES).putInt((Integer) value);
      case BIGINT -> put((Long) value);
      case DOUBLE ->
          reserve(Integer.BYTES + Double.BYTES).putInt(Double.BYTES).putDouble((Double) value);
      case TIME -> put(Math.max((Long) value, TOO_EARLY + EPOCH_MICROS) - EPOCH_MICROS);
      case DECIMAL, DATE, DURATION, NOW -> throw new IllegalStateException(type + " in " + sql);
    }
  }

  private void put(byte[] bytes) {
    reserve(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
  }

  private void put(long number) {
    reserve(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(number);
  }

  private ByteBuffer reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      int needed = Math.addExact(buffer.position(), bytes);
      buffer = ByteBuffer.allocate(Math.addExact(needed, needed / 2)).put(buffer.flip());
    }
    return buffer;
  }
}
