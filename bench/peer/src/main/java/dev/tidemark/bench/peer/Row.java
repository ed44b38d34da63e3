package dev.tidemark.bench.peer;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Comparator;

/** A row of a table. Open and mutable, as Flink's POJOs are. */
public final class Row implements Serializable {
  private static final long serialVersionUID = 1;

  /** By the table's primary key. */
  static final Comparator<Row> KEY_ORDER =
      Comparator.<Row>comparingLong(row -> row.start)
          .thenComparing(row -> row.key)
          .thenComparing(row -> row.referrer);

  public Table table = Table.PAGE_VIEWS;

  /** Start of the window in milliseconds. */
  public long start;

  /** URL or host, or empty. */
  public String key = "";

  public String referrer = "";
  public long value;

  public Row() {}

  private Row(Table table, long start, String key, String referrer, long value) {
    this.table = table;
    this.start = start;
    this.key = key;
    this.referrer = referrer;
    this.value = value;
  }

  public static Row pageViews(long start, String url, long views) {
    return new Row(Table.PAGE_VIEWS, start, url, "", views);
  }

  public static Row activeUsers(long start, long users) {
    return new Row(Table.ACTIVE_USERS, start, "", "", users);
  }

  public static Row webTraffic(long start, String host, String referrer, long hits) {
    return new Row(Table.WEB_TRAFFIC, start, host, referrer, hits);
  }

  /** Sets the values of {@link Table#upsert}. */
  public void fill(PreparedStatement statement) throws SQLException {
    int next = 1;
    statement.setTimestamp(next++, new Timestamp(start));
    statement.setTimestamp(next++, new Timestamp(start + table.length()));
    if (!table.keys().isEmpty()) {
      statement.setString(next++, key);
    }
    if (table.keys().size() > 1) {
      statement.setString(next++, referrer);
    }
    statement.setLong(next, value);
  }

  boolean hasKeyOf(Row other) {
    return KEY_ORDER.compare(this, other) == 0;
  }
}
