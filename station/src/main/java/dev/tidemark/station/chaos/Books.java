package dev.tidemark.station.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger of a target, asked over and over, wherever its database is just now. */
final class Books implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Books.class);
  private static final String QUERY =
      "SELECT partition, max(last_offset), sum(read), sum(counted), sum(late), sum(duplicate),"
          + " sum(dead) FROM ledger WHERE topic = ? GROUP BY partition";

  /** What the ledger says of one partition. */
  record Entry(long lastOffset, long read, long counted, long late, long duplicate, long dead) {

    static final Entry NONE = new Entry(-1, 0, 0, 0, 0, 0);

    long accounted() {
      return counted + late + duplicate + dead;
    }

    Entry plus(Entry other) {
      return new Entry(
          Math.max(lastOffset, other.lastOffset),
          read + other.read,
          counted + other.counted,
          late + other.late,
          duplicate + other.duplicate,
          dead + other.dead);
    }
  }

  private final Target target;
  private Connection connection;

  Books(Target target) {
    this.target = target;
  }

  /** What stands in the ledger, by partition; empty while the database does not answer. */
  Optional<Map<Integer, Entry>> read() {
    try {
      if (connection == null) {
        connection = target.database().connect();
      }
      return Optional.of(query());
    } catch (SQLException silent) {
      log.debug("The ledger cannot be read just now", silent);
      close();
      return Optional.empty();
    }
  }

  private Map<Integer, Entry> query() throws SQLException {
    Map<Integer, Entry> entries = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, target.topic());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.put(
              rows.getInt(1),
              new Entry(
                  rows.getLong(2),
                  rows.getLong(3),
                  rows.getLong(4),
                  rows.getLong(5),
                  rows.getLong(6),
                  rows.getLong(7)));
        }
      }
    }
    return entries;
  }

  /** The next question looks for the database anew. */
  @Override
  public void close() {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException gone) {
      log.debug("The connection was gone before it was closed", gone);
    }
    connection = null;
  }
}
