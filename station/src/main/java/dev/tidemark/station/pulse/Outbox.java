package dev.tidemark.station.pulse;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What waits to be sent to one client: of each kind of message the newest alone, so that a client
 * that reads slowly misses some and takes no memory.
 */
final class Outbox {

  private final Map<String, String> waiting = new LinkedHashMap<>();

  /** Puts a message in the place of an older one of its kind. */
  synchronized void put(String kind, String message) {
    waiting.put(kind, message);
  }

  /** The message that has waited longest; null when there is none. */
  synchronized String take() {
    var entries = waiting.entrySet().iterator();
    if (!entries.hasNext()) {
      return null;
    }
    String message = entries.next().getValue();
    entries.remove();
    return message;
  }
}
