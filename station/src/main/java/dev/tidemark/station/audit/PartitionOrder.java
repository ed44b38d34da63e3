package dev.tidemark.station.audit;

import dev.tidemark.run.EventRules;
import dev.tidemark.station.audit.Outcome.Fate;
import java.util.HashMap;
import java.util.Map;

/** Decides what becomes of the records of one partition, which it must see in their order. */
final class PartitionOrder {

  /** No event was seen. */
  static final long NONE = Long.MIN_VALUE;

  private static final int CLEANING = 100_000;

  private final EventReader reader;
  private final Finder finder;
  private final boolean dropRetries;
  private final long outOfOrderness;
  private final long allowedLateness;
  private final Map<String, Long> ids = new HashMap<>();
  private long newest;
  private long ceiling;
  private int cleanAt = CLEANING;

  /**
   * @param newest the largest event time that is known to lie before the first record
   * @param ceiling the largest that may lie there: the same when nothing is unknown
   */
  PartitionOrder(EventRules rules, Finder finder, long newest, long ceiling) {
    this.reader = new EventReader(rules);
    this.finder = finder;
    this.dropRetries = rules.dropRetries();
    this.outOfOrderness = rules.outOfOrderness().toNanos() / 1_000;
    this.allowedLateness = rules.allowedLateness().toNanos() / 1_000;
    this.newest = newest;
    this.ceiling = ceiling;
  }

  Outcome next(TopicRecord record) {
    Event event;
    try {
      event = reader.read(record);
    } catch (Refused refused) {
      return new Outcome(record, Fate.DEAD, refused.getMessage(), 0, 0, null);
    }
    long micros = event.micros();
    if (isUndecided(micros)) {
      newest = Math.max(newest, micros);
      return new Outcome(record, Fate.UNDECIDED, null, micros, 0, null);
    }
    long oldest = oldest(newest);
    if (micros < oldest) {
      long behind = newest - outOfOrderness - micros;
      return new Outcome(record, Fate.LATE, null, micros, behind, null);
    }
    newest = Math.max(newest, micros);
    if (dropRetries && isRetry(event.id(), micros, oldest)) {
      return new Outcome(record, Fate.DUPLICATE, null, micros, 0, null);
    }
    return new Outcome(record, Fate.COUNTED, null, micros, 0, finder.find(event));
  }

  private long oldest(long newest) {
    return newest == NONE ? NONE : newest - outOfOrderness - allowedLateness;
  }

  /** Retries may repeat a deleted event for as long as that could still be counted. */
  private boolean isUndecided(long micros) {
    if (ceiling == NONE) {
      return false;
    }
    boolean passed = newest >= ceiling && (!dropRetries || oldest(newest) > ceiling);
    if (passed) {
      ceiling = NONE;
      return false;
    }
    return dropRetries || (newest < ceiling && micros < oldest(ceiling));
  }

  private boolean isRetry(String id, long micros, long oldest) {
    if (id == null) {
      return false;
    }
    Long before = ids.get(id);
    if (before != null && before >= oldest) {
      return true;
    }
    ids.put(id, micros);
    if (ids.size() > cleanAt) {
      ids.values().removeIf(time -> time < oldest);
      cleanAt = ids.size() + CLEANING;
    }
    return false;
  }
}
