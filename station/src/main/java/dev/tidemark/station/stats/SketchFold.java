package dev.tidemark.station.stats;

import dev.tidemark.metric.DistinctUsers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges rows that are alike into one. They come in order, so that one sketch is in memory at a
 * time, however many places or clients there are.
 */
final class SketchFold implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 200;

  private final PreparedStatement insert;
  private final Figures figures;
  private final List<Filter> level;
  private List<String> key = List.of();
  private long hits;
  private DistinctUsers users;
  private int waiting;

  private SketchFold(Connection connection, Figures figures, Span span, List<Filter> level)
      throws SQLException {
    this.figures = figures;
    this.level = level;
    Sql sql = Sql.of("INSERT INTO ").name(figures.summary()).text(" VALUES (?, ?, ?, ?, ");
    figures.columns().forEach(column -> sql.text("?, "));
    insert = sql.text("?, ?)").prepare(connection);
    insert.setInt(1, span.hours());
    insert.setObject(2, span.start().atOffset(ZoneOffset.UTC));
    insert.setString(3, Figures.name(level));
  }

  /**
   * @param rows a relation with the host, the columns of the level, hits and sketch
   */
  static void fold(Connection connection, Figures figures, Span span, List<Filter> level, Sql rows)
      throws SQLException {
    Sql sql = Sql.of("SELECT * FROM (").add(rows).text(") AS rows ORDER BY host COLLATE \"C\"");
    level.forEach(column -> sql.text(", ").name(column).text(" COLLATE \"C\""));
    try (SketchFold fold = new SketchFold(connection, figures, span, level);
        PreparedStatement select = sql.prepare(connection)) {
      select.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          fold.add(found);
        }
      }
      fold.end();
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }

  private void add(ResultSet row) throws SQLException {
    List<String> next = new ArrayList<>();
    for (int i = 1; i <= 1 + level.size(); i++) {
      next.add(row.getString(i));
    }
    DistinctUsers some = DistinctUsers.fromBytes(row.getBytes(level.size() + 3));
    if (next.equals(key)) {
      users.merge(some);
    } else {
      emit();
      key = next;
      hits = 0;
      users = some;
    }
    hits += row.getLong(level.size() + 2);
  }

  private void emit() throws SQLException {
    if (key.isEmpty()) {
      return;
    }
    int at = 4;
    insert.setString(at++, key.get(0));
    for (Filter column : figures.columns()) {
      int place = level.indexOf(column);
      insert.setString(at++, place < 0 ? "" : key.get(1 + place));
    }
    insert.setLong(at++, hits);
    insert.setBytes(at, users.toBytes());
    insert.addBatch();
    waiting++;
    if (waiting == ROWS_AT_ONCE) {
      insert.executeBatch();
      waiting = 0;
    }
  }

  private void end() throws SQLException {
    emit();
    insert.executeBatch();
  }
}
