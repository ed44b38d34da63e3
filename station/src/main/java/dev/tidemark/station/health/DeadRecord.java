package dev.tidemark.station.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.event.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A row of the dead letters.
 *
 * @param payload null for a record without a value
 * @param replayedAt null while the record was not sent again
 */
public record DeadRecord(
    RecordId id,
    Instant kafkaTime,
    Instant seenAt,
    String stage,
    Failure failure,
    String detail,
    byte[] payload,
    Instant replayedAt,
    Long replayedOffset) {

  static final String COLUMNS =
      "topic, partition, \"offset\", kafka_time, seen_at, stage, failure, detail, payload,"
          + " replayed_at, replayed_offset";

  static DeadRecord from(ResultSet row) throws SQLException {
    return new DeadRecord(
        new RecordId(row.getString(1), row.getInt(2), row.getLong(3)),
        instant(row, 4),
        instant(row, 5),
        row.getString(6),
        Failure.valueOf(row.getString(7)),
        row.getString(8),
        row.getBytes(9),
        instant(row, 10),
        row.getObject(11, Long.class));
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** The payload as text; what is no UTF-8 shows as a replacement character. */
  public String text() {
    return payload == null ? "" : new String(payload, UTF_8);
  }

  /** Whether the record can be sent again, as it is or repaired. */
  public boolean isReplayable() {
    return Remedy.of(failure).isReplayable() && id.partition() >= 0 && replayedAt == null;
  }
}
