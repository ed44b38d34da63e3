package dev.tidemark.read;

import dev.tidemark.event.Wire;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The ids of the events that one partition has counted, as far back as a retry can count. */
public final class SeenEvents {

  private final Map<String, Long> eventMicros = new HashMap<>();
  private long forgotten = Long.MIN_VALUE;

  /**
   * Remembers an event; false when its id was seen on an event that is not yet forgotten. Events
   * before {@code oldest} count as forgotten whether they were removed or not, so that the answer
   * does not depend on when that was done.
   */
  boolean add(String id, long micros, long oldest) {
    if (id == null) {
      return true;
    }
    Long before = eventMicros.get(id);
    if (before != null && before >= oldest) {
      return false;
    }
    eventMicros.put(id, micros);
    return true;
  }

  /** Lets go of events before a time; scans only once a minute of event time. */
  void forget(long oldest) {
    if (oldest != Long.MIN_VALUE
        && (forgotten == Long.MIN_VALUE || oldest - forgotten >= 60_000_000L)) {
      eventMicros.values().removeIf(micros -> micros < oldest);
      forgotten = oldest;
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(eventMicros.size());
    for (Map.Entry<String, Long> event : eventMicros.entrySet()) {
      Wire.text(event.getKey(), out);
      out.writeLong(event.getValue());
    }
  }

  static SeenEvents read(DataInputStream in) throws IOException {
    SeenEvents seen = new SeenEvents();
    for (int left = in.readInt(); left > 0; left--) {
      seen.eventMicros.put(Wire.text(in), in.readLong());
    }
    return seen;
  }
}
