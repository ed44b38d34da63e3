package dev.tidemark.bench.race;

/**
 * What a contender's processes took of the machine, from their start to the right answer.
 *
 * @param checkpointBytes the largest checkpoint that lay on disk; 0 where there was none
 */
record Effort(double cpuSeconds, long peakBytes, long checkpointBytes) {

  static final Effort NONE = new Effort(0, 0, 0);

  /** Both together, the peaks as if they were at the same time. */
  Effort and(Effort other) {
    return new Effort(
        cpuSeconds + other.cpuSeconds,
        peakBytes + other.peakBytes,
        checkpointBytes + other.checkpointBytes);
  }

  /** The larger peaks, and the later count of seconds. */
  Effort followedBy(Effort later) {
    return new Effort(
        Math.max(cpuSeconds, later.cpuSeconds),
        Math.max(peakBytes, later.peakBytes),
        Math.max(checkpointBytes, later.checkpointBytes));
  }
}
