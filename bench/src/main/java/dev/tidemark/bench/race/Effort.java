package dev.tidemark.bench.race;

/** What a contender's processes took of the machine, from their start to the right answer. */
record Effort(double cpuSeconds, long peakBytes) {

  static final Effort NONE = new Effort(0, 0);

  /** Both together, the peaks as if they were at the same time. */
  Effort and(Effort other) {
    return new Effort(cpuSeconds + other.cpuSeconds, peakBytes + other.peakBytes);
  }

  /** The larger peak, and the later count of seconds. */
  Effort followedBy(Effort later) {
    return new Effort(Math.max(cpuSeconds, later.cpuSeconds), Math.max(peakBytes, later.peakBytes));
  }
}
