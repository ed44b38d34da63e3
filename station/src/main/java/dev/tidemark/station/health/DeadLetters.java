package dev.tidemark.station.health;

import dev.tidemark.event.Failure;
import dev.tidemark.write.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of the dead letters, to look into. */
public final class DeadLetters {

  /** How many records failed for one reason. */
  public record Count(Failure failure, String stage, long count, long replayed, Instant lastSeen) {}

  /** Where in the list a page ends. */
  public record Place(Instant seenAt, RecordId id) {}

  private static final String SELECTED =
      """

      FROM dead_letters WHERE (?::text IS NULL OR failure = ?)
        AND (?::timestamptz IS NULL OR seen_at >= ?)
        AND (?::text[] = '{}' OR (topic, partition, "offset") IN (
          SELECT * FROM unnest(?::text[], ?::integer[], ?::bigint[])))""";

  private final Postgres database;

  public DeadLetters(Postgres database) {
    this.database = database;
  }

  /** How many there are, the most frequent failure first. */
  public List<Count> counts(Selection selection) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT failure, stage, count(*), count(replayed_at), max(seen_at)"
                    + SELECTED
                    + " GROUP BY failure, stage ORDER BY count(*) DESC, failure")) {
      bind(select, selection);
      try (ResultSet rows = select.executeQuery()) {
        List<Count> counts = new ArrayList<>();
        while (rows.next()) {
          counts.add(
              new Count(
                  Failure.valueOf(rows.getString(1)),
                  rows.getString(2),
                  rows.getLong(3),
                  rows.getLong(4),
                  DeadRecord.instant(rows, 5)));
        }
        return counts;
      }
    }
  }

  /**
   * The newest first.
   *
   * @param after where the page before ended; empty for the first page
   */
  public List<DeadRecord> newest(Selection selection, Optional<Place> after, int limit)
      throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT "
                    + DeadRecord.COLUMNS
                    + SELECTED
                    + (after.isEmpty()
                        ? ""
                        : " AND (seen_at, topic, partition, \"offset\") < (?, ?, ?, ?)")
                    + " ORDER BY seen_at DESC, topic DESC, partition DESC, \"offset\" DESC"
                    + " LIMIT ?")) {
      int next = bind(select, selection);
      if (after.isPresent()) {
        select.setObject(next++, after.get().seenAt().atOffset(ZoneOffset.UTC));
        next = bind(select, next, after.get().id());
      }
      select.setInt(next, limit);
      return records(select);
    }
  }

  /**
   * A page in the order of the topic, of those that were neither sent again nor taken by a replay.
   *
   * @param after the last of the page before; null for the first page
   */
  List<DeadRecord> open(Connection connection, Selection selection, RecordId after, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + DeadRecord.COLUMNS
                + SELECTED
                + " AND replay IS NULL AND replayed_at IS NULL"
                + (after == null ? "" : " AND (topic, partition, \"offset\") > (?, ?, ?)")
                + " ORDER BY topic, partition, \"offset\" LIMIT ?")) {
      int next = bind(select, selection);
      if (after != null) {
        next = bind(select, next, after);
      }
      select.setInt(next, limit);
      return records(select);
    }
  }

  /** Deletes what was seen before a time, and tells how many that were. */
  public long purge(Instant before) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM dead_letters WHERE seen_at < ?")) {
      delete.setObject(1, before.atOffset(ZoneOffset.UTC));
      return delete.executeLargeUpdate();
    }
  }

  /** How many were seen before a time. */
  public long countBefore(Instant before) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement("SELECT count(*) FROM dead_letters WHERE seen_at < ?")) {
      select.setObject(1, before.atOffset(ZoneOffset.UTC));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static List<DeadRecord> records(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<DeadRecord> records = new ArrayList<>();
      while (rows.next()) {
        records.add(DeadRecord.from(rows));
      }
      return records;
    }
  }

  private static int bind(PreparedStatement select, Selection selection) throws SQLException {
    String failure = selection.failure() == null ? null : selection.failure().name();
    select.setString(1, failure);
    select.setString(2, failure);
    var since = selection.since() == null ? null : selection.since().atOffset(ZoneOffset.UTC);
    select.setObject(3, since);
    select.setObject(4, since);
    Ids ids = new Ids(selection.records());
    select.setArray(5, ids.topics(select.getConnection()));
    return ids.bind(select, 6);
  }

  private static int bind(PreparedStatement select, int at, RecordId id) throws SQLException {
    select.setString(at, id.topic());
    select.setInt(at + 1, id.partition());
    select.setLong(at + 2, id.offset());
    return at + 3;
  }
}
