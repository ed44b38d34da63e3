package dev.tidemark.read;

import dev.tidemark.event.Block;
import dev.tidemark.event.Fate;
import dev.tidemark.event.Field;
import dev.tidemark.event.Lateness;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Decides the fate of every record of one partition, from the partition's own order alone.
 *
 * <p>It sees the blocks of its partition in the order of their offsets and remembers the next
 * offset and the largest event time, so a replay, another engine and a naive program decide alike.
 */
public final class Keeper {

  private final Lateness lateness;
  private long nextOffset;
  private long maxEventMicros;
  private final SeenEvents seen;

  private Keeper(Lateness lateness, long nextOffset, long maxEventMicros, SeenEvents seen) {
    this.lateness = lateness;
    this.nextOffset = nextOffset;
    this.maxEventMicros = maxEventMicros;
    this.seen = seen;
  }

  /** The keeper of a partition of which nothing is known yet. */
  public static Keeper starting(Lateness lateness, boolean byEventId) {
    return goingOn(lateness, 0, Long.MIN_VALUE, byEventId);
  }

  /**
   * The keeper of a partition whose records before an offset are dealt with.
   *
   * @param maxEventMicros the largest event time before it, {@link Long#MIN_VALUE} when none
   */
  public static Keeper goingOn(
      Lateness lateness, long nextOffset, long maxEventMicros, boolean byEventId) {
    return new Keeper(lateness, nextOffset, maxEventMicros, byEventId ? new SeenEvents() : null);
  }

  public long nextOffset() {
    return nextOffset;
  }

  public long maxEventMicros() {
    return maxEventMicros;
  }

  /** The block with the fates of its records. */
  public Block keep(Block block) {
    byte[] fates = new byte[block.size()];
    long[] behind = null;
    for (int record = 0; record < fates.length; record++) {
      Fate fate = fate(block, record);
      fates[record] = (byte) fate.ordinal();
      if (fate == Fate.LATE) {
        behind = behind == null ? new long[fates.length] : behind;
        behind[record] = lateness.watermarkMicros(maxEventMicros) - block.eventMicros(record);
      }
    }
    if (seen != null) {
      seen.forget(lateness.oldestMicros(maxEventMicros));
    }
    return block.withFates(fates, behind, maxEventMicros);
  }

  private Fate fate(Block block, int record) {
    long offset = block.offset(record);
    if (offset < nextOffset) {
      return Fate.REDELIVERED;
    }
    nextOffset = offset + 1;
    if (block.failure(record) != null) {
      return Fate.DEAD;
    }
    long eventMicros = block.eventMicros(record);
    long oldest = lateness.oldestMicros(maxEventMicros);
    if (eventMicros < oldest) {
      return Fate.LATE;
    }
    maxEventMicros = Math.max(maxEventMicros, eventMicros);
    if (seen != null && !seen.add(block.field(record, Field.EVENT_ID), eventMicros, oldest)) {
      return Fate.DUPLICATE;
    }
    return Fate.COUNTED;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(nextOffset);
    out.writeLong(maxEventMicros);
    out.writeBoolean(seen != null);
    if (seen != null) {
      seen.write(out);
    }
  }

  static Keeper read(Lateness lateness, DataInputStream in) throws IOException {
    long nextOffset = in.readLong();
    long maxEventMicros = in.readLong();
    SeenEvents seen = in.readBoolean() ? SeenEvents.read(in) : null;
    return new Keeper(lateness, nextOffset, maxEventMicros, seen);
  }
}
