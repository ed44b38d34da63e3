package dev.tidemark.event;

/** What becomes of a record that was read; every record has exactly one fate. */
public enum Fate {
  /** The windows count it. */
  COUNTED,
  /** It came after its windows were closed. */
  LATE,
  /** Its {@code event_id} was counted before. */
  DUPLICATE,
  /** It is no event. */
  DEAD,
  /** The source handed it over once more after a restart: not a record of its own. */
  REDELIVERED;

  private static final Fate[] ALL = values();

  /** The fate whose ordinal is given, without making an array each time. */
  public static Fate of(int ordinal) {
    return ALL[ordinal];
  }
}
