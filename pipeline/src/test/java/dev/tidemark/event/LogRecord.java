package dev.tidemark.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * A record of a partition as far as its fate goes.
 *
 * @param eventId null when the event has none
 * @param dead whether it is no event; its time means nothing then
 */
public record LogRecord(long offset, long eventMicros, String eventId, boolean dead) {

  public static LogRecord event(long offset, long eventMicros) {
    return new LogRecord(offset, eventMicros, null, false);
  }

  public static LogRecord event(long offset, String time) {
    return event(offset, SampleViews.micros(time));
  }

  public static LogRecord dead(long offset) {
    return new LogRecord(offset, 0, null, true);
  }

  public LogRecord withId(String id) {
    return new LogRecord(offset, eventMicros, id, dead);
  }

  /** These records as the parser packs them. */
  public static Block block(String topic, int partition, List<LogRecord> records) {
    BlockBuilder block = new BlockBuilder(topic, partition, records.size(), 16 * records.size());
    for (LogRecord record : records) {
      block.add(record.offset(), record.eventMicros() / 1000, "{}".getBytes(UTF_8));
      if (record.dead()) {
        block.failure(Failure.NOT_JSON, "told to be dead");
      } else {
        block.event(record.eventMicros());
        if (record.eventId() != null) {
          byte[] id = record.eventId().getBytes(UTF_8);
          block.field(Field.EVENT_ID, id, 0, id.length);
        }
      }
    }
    return block.build();
  }

  public static Block block(LogRecord... records) {
    return block("web_events", 0, List.of(records));
  }
}
