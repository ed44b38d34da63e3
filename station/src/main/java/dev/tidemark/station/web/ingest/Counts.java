package dev.tidemark.station.web.ingest;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of all that was sent since the start. */
public final class Counts {

  private final LongAdder accepted = new LongAdder();
  private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);

  public Counts() {
    for (Reason reason : Reason.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  void accept(int events) {
    accepted.add(events);
  }

  void refuse(Reason reason) {
    refused.get(reason).increment();
  }

  /** Events that Kafka has acknowledged. */
  public long accepted() {
    return accepted.sum();
  }

  /** Requests that were refused, by the reason. */
  public Map<Reason, Long> refused() {
    Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    refused.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }
}
