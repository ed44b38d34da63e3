package dev.tidemark.station.health;

import dev.tidemark.event.Failure;

/**
 * What a failure means, and what has to happen before the same record can be counted.
 *
 * @param meaning one sentence
 * @param unchanged what must change for a replay of the unchanged record to succeed; null when
 *     nothing can and it must be repaired
 * @param isReplayable whether the record itself was kept and was not counted
 */
public record Remedy(String meaning, String unchanged, boolean isReplayable) {

  /** The remedy of each failure. */
  public static Remedy of(Failure failure) {
    return switch (failure) {
      case TOO_LARGE ->
          replayable("The record is larger than --maxEventBytes.", "a larger --maxEventBytes");
      case NOT_UTF8 -> repaired("The bytes are not UTF-8.");
      case NOT_JSON -> repaired("The record is not JSON, or has no value.");
      case NOT_AN_OBJECT -> repaired("The record is JSON, but not an object.");
      case NO_EVENT_TIME ->
          replayable(
              "No field that could be the event time holds a text or a number.",
              "--fields that name where the time stands");
      case UNREADABLE_EVENT_TIME ->
          repaired("The event time is neither ISO 8601 nor a number of seconds or parts of them.");
      case IMPLAUSIBLE_EVENT_TIME ->
          replayable(
              "The event time lies more than --maxFuture ahead of Kafka's.",
              "the clock, which reaches that time some day, or --maxFuture");
      case NO_URL ->
          replayable(
              "No field that could be the URL holds a text.",
              "--fields that name where the URL stands");
      case UNREADABLE_URL ->
          repaired("The URL is blank, has control characters, or names no possible site.");
      case INTERNAL_ERROR ->
          replayable("A bug of ours set the record aside.", "a version without the bug");
      case REFUSED_ROW ->
          new Remedy(
              "PostgreSQL or the output topic refused a row; the event itself was counted.",
              null,
              false);
    };
  }

  private static Remedy replayable(String meaning, String unchanged) {
    return new Remedy(meaning, unchanged, true);
  }

  private static Remedy repaired(String meaning) {
    return new Remedy(meaning, null, true);
  }

  /** What to know before records are replayed as they are; null when they may well succeed. */
  public static String warning(Failure failure) {
    Remedy remedy = of(failure);
    if (failure == Failure.INTERNAL_ERROR) {
      return null;
    }
    return remedy.unchanged() == null
        ? failure + " fails again unless the record is repaired."
        : failure + " fails again unless something has changed: " + remedy.unchanged() + ".";
  }
}
