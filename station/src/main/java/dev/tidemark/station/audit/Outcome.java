package dev.tidemark.station.audit;

/**
 * What became of a record.
 *
 * @param failure why it is dead; null when it is not
 * @param micros the event time; of no meaning when it is dead
 * @param behind how many microseconds behind the watermark it lies, when it is late
 * @param hit what counts; null when it does not count
 */
record Outcome(TopicRecord record, Fate fate, String failure, long micros, long behind, Hit hit) {

  /** The fates of records. */
  enum Fate {
    COUNTED,
    LATE,
    DUPLICATE,
    DEAD,
    /** Its fate hangs on records that the broker has deleted. */
    UNDECIDED
  }

  boolean is(Fate wanted) {
    return fate == wanted;
  }
}
