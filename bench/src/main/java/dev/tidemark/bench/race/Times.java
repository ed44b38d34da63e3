package dev.tidemark.bench.race;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Moments as the database takes and gives them. */
final class Times {

  private Times() {}

  static OffsetDateTime at(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  /** The first column of a row. */
  static long millis(ResultSet row) throws SQLException {
    return row.getObject(1, OffsetDateTime.class).toInstant().toEpochMilli();
  }
}
