package dev.tidemark.station.health;

import dev.tidemark.event.Failure;
import java.time.Instant;
import java.util.List;

/**
 * Which dead letters are meant.
 *
 * @param failure null for any
 * @param since seen at this time or later; null for any
 * @param records exactly these; empty for any
 */
public record Selection(Failure failure, Instant since, List<RecordId> records) {

  public static Selection of(Failure failure) {
    return new Selection(failure, null, List.of());
  }

  public static Selection of(List<RecordId> records) {
    return new Selection(null, null, records);
  }
}
