package dev.tidemark.aggregate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/**
 * What one shard of a metric knows of time, in milliseconds.
 *
 * <p>Slices are let go only when the watermark has passed them and no partition that was heard of
 * lately is still behind them: after a silence the watermark follows the clock, while the events of
 * a partition that speaks again may be old and count all the same.
 */
final class ShardClock {
  static final long NEVER = Long.MAX_VALUE;

  /** How far the watermark is known to have come. */
  long closed = Long.MIN_VALUE;

  /** When the event-time timer fires next. */
  long closesAt = NEVER;

  /** Whether the processing-time timer is set. */
  boolean ticking;

  /** Slices that ended their use before this were let go. */
  long released = Long.MIN_VALUE;

  /** The smallest watermark of the partitions heard of since the last tick. */
  private long heard = NEVER;

  /** The same of the tick before, so that one tick at least passes before it is forgotten. */
  private long heardBefore = NEVER;

  /** Without a watermark: when partitions that were not heard of since are forgotten. */
  private long forgetsAt = NEVER;

  void hear(long watermarkMillis) {
    heard = Math.min(heard, watermarkMillis);
  }

  void tick() {
    ticking = false;
    forget();
  }

  /**
   * The same where no watermark comes from the engine: the slowest partition that was heard of says
   * how far it has come. What others are to be heard is waited for first, so that a partition that
   * is read a little later finds its slices.
   */
  void tickWithoutWatermark(long nowMillis, long patienceMillis) {
    ticking = false;
    if (forgetsAt == NEVER) {
      forgetsAt = nowMillis + patienceMillis;
    } else if (forgetsAt <= nowMillis) {
      forgetsAt = nowMillis + patienceMillis;
      long slowest = Math.min(heard, heardBefore);
      if (slowest != NEVER) {
        closed = Math.max(closed, slowest);
      }
      forget();
    }
  }

  private void forget() {
    heardBefore = heard;
    heard = NEVER;
  }

  /** Slices whose use ended before this may be let go. */
  long horizon() {
    return Math.min(closed, Math.min(heard, heardBefore));
  }

  /** Keeps a clock in an engine's state. */
  static final class ClockCoder extends CustomCoder<ShardClock> {
    @Override
    public void encode(ShardClock clock, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      out.writeLong(clock.closed);
      out.writeLong(clock.closesAt);
      out.writeBoolean(clock.ticking);
      out.writeLong(clock.released);
      out.writeLong(clock.heard);
      out.writeLong(clock.heardBefore);
      out.writeLong(clock.forgetsAt);
    }

    @Override
    public ShardClock decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      ShardClock clock = new ShardClock();
      clock.closed = in.readLong();
      clock.closesAt = in.readLong();
      clock.ticking = in.readBoolean();
      clock.released = in.readLong();
      clock.heard = in.readLong();
      clock.heardBefore = in.readLong();
      clock.forgetsAt = in.readLong();
      return clock;
    }
  }
}
