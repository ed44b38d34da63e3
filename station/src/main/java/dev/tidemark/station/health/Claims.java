package dev.tidemark.station.health;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which replay has taken which dead letter, so that no two of them send the same one. */
final class Claims {

  /** A claim whose replay has not said what became of it. */
  record Claim(RecordId id, UUID replay, Instant at) {}

  /** A replay that works settles its claims sooner: sending gives up after two minutes. */
  static final Duration LEFT_AFTER = Duration.ofMinutes(5);

  private static final String AMONG =
      " WHERE (topic, partition, \"offset\") IN ("
          + "SELECT * FROM unnest(?::text[], ?::integer[], ?::bigint[]))";

  private final Connection connection;

  Claims(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes what nobody has taken, and tells what that is. It waits for no row, so that it cannot
   * lock itself and another replay, which goes through the same rows in another order.
   */
  Set<RecordId> take(List<RecordId> wanted, UUID replay) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE dead_letters SET replay = ?, replay_claimed_at = now()
            WHERE (topic, partition, "offset") IN (
              SELECT topic, partition, "offset" FROM dead_letters %s
                AND replay IS NULL AND replayed_at IS NULL
              FOR UPDATE SKIP LOCKED)
            RETURNING topic, partition, "offset\""""
                .formatted(AMONG))) {
      update.setObject(1, replay);
      new Ids(wanted).bind(update, 2);
      try (ResultSet rows = update.executeQuery()) {
        Set<RecordId> taken = new HashSet<>();
        while (rows.next()) {
          taken.add(new RecordId(rows.getString(1), rows.getInt(2), rows.getLong(3)));
        }
        return taken;
      }
    }
  }

  /** The records are in the topic again, at these offsets. */
  void settle(Map<RecordId, Long> offsets) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE dead_letters d SET replayed_at = now(), replayed_offset = sent.at
            FROM unnest(?::text[], ?::integer[], ?::bigint[], ?::bigint[])
              AS sent (topic, partition, "offset", at)
            WHERE (d.topic, d.partition, d."offset") = (sent.topic, sent.partition, sent."offset")
            """)) {
      List<RecordId> ids = List.copyOf(offsets.keySet());
      int next = new Ids(ids).bind(update, 1);
      update.setArray(
          next, connection.createArrayOf("int8", ids.stream().map(offsets::get).toArray()));
      update.executeUpdate();
    }
  }

  /** The records were not sent: anybody may take them. */
  void release(List<RecordId> ids) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE dead_letters SET replay = NULL, replay_claimed_at = NULL" + AMONG)) {
      new Ids(ids).bind(update, 1);
      update.executeUpdate();
    }
  }

  /** Claims that are so old that their replay must have been cut off. */
  List<Claim> leftBehind() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT topic, partition, \"offset\", replay, replay_claimed_at FROM dead_letters"
                + " WHERE replay IS NOT NULL AND replayed_at IS NULL AND replay_claimed_at < ?")) {
      select.setObject(1, Instant.now().minus(LEFT_AFTER).atOffset(ZoneOffset.UTC));
      try (ResultSet rows = select.executeQuery()) {
        List<Claim> claims = new ArrayList<>();
        while (rows.next()) {
          claims.add(
              new Claim(
                  new RecordId(rows.getString(1), rows.getInt(2), rows.getLong(3)),
                  rows.getObject(4, UUID.class),
                  DeadRecord.instant(rows, 5)));
        }
        return claims;
      }
    }
  }

  /** How many records are taken and not settled. */
  long open() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT count(*) FROM dead_letters"
                    + " WHERE replay IS NOT NULL AND replayed_at IS NULL");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
