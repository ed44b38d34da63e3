package dev.tidemark.station.pulse;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a total grows, over the last ten seconds. */
final class Rate {

  private static final long SPAN_NANOS = 10_000_000_000L;

  private record Sample(long nanos, long total) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** The total at a moment; one that is smaller than before belongs to another stream. */
  void see(long nanos, long total) {
    if (!samples.isEmpty() && total < samples.getLast().total()) {
      samples.clear();
    }
    samples.add(new Sample(nanos, total));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos() > SPAN_NANOS) {
      samples.removeFirst();
    }
  }

  /** Begins anew: what is added up is no longer the same. */
  void forget() {
    samples.clear();
  }

  double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    return (last.total() - first.total()) * 1e9 / Math.max(1, last.nanos() - first.nanos());
  }
}
