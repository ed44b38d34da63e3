package dev.tidemark.station.logs;

import dev.tidemark.event.Lateness;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.time.Instant;

/** Keeps logs away from a topic in which all their events would be late. */
final class Latecomers {

  private static final Duration BEHIND =
      Lateness.DEFAULT.outOfOrderness().plus(Lateness.DEFAULT.allowed());

  private final boolean welcome;
  private final String topic;
  private Instant lateBefore;

  private Latecomers(boolean welcome, String topic, Instant lateBefore) {
    this.welcome = welcome;
    this.topic = topic;
    this.lateBefore = lateBefore;
  }

  static Latecomers welcome() {
    return new Latecomers(true, "", Instant.MIN);
  }

  /** By the events that the topic holds already. */
  static Latecomers behind(KafkaSettings kafka, String topic) {
    return new Latecomers(false, topic, NewestEvents.lateBefore(kafka, topic));
  }

  /** An event of this time is sent, and later ones must not lie too far behind it. */
  void met(Instant time) {
    Instant oldest = time.minus(BEHIND);
    if (oldest.isAfter(lateBefore)) {
      lateBefore = oldest;
    }
  }

  /** A log begins with this time. */
  void admit(String log, Instant first) {
    if (!welcome && first.isBefore(lateBefore)) {
      throw new UserError(
          "%s begins at %s, and %s holds events from %s on: they would be late."
              .formatted(log, first, topic, lateBefore.plus(BEHIND)),
          "Import into a topic of its own, --topic=old_logs, and count it with 'tidemark run"
              + " --topic=old_logs --until=now'; or add --evenIfLate.");
    }
  }
}
