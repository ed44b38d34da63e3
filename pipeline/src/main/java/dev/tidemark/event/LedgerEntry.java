package dev.tidemark.event;

/**
 * What became of the records in one aligned range of offsets: {@code read = counted + late +
 * duplicate + dead}, and {@code bot} is a part of {@code counted}.
 *
 * @param firstOffset a multiple of {@link #RANGE}
 * @param lastOffset the last offset read so far
 * @param minEventMicros of all readable events; {@link Long#MAX_VALUE} when there is none
 * @param maxEventMicros of all readable events; {@link Long#MIN_VALUE} when there is none
 */
public record LedgerEntry(
    String topic,
    int partition,
    long firstOffset,
    long lastOffset,
    long read,
    long counted,
    long late,
    long duplicate,
    long dead,
    long bot,
    long minEventMicros,
    long maxEventMicros) {

  /** How many offsets one row spans. */
  public static final long RANGE = 10_000;
}
