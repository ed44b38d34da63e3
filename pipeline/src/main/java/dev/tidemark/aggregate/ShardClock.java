package dev.tidemark.aggregate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
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

  /** How far each partition had come when it was heard of, in the time under way. */
  private Map<String, Long> heard = new HashMap<>();

  /** The same of the time before, so that the whole patience passes before it is forgotten. */
  private Map<String, Long> heardBefore = new HashMap<>();

  /** When partitions that were not heard of since are forgotten. */
  private long forgetsAt = NEVER;

  void hear(Map<String, Long> watermarks) {
    watermarks.forEach((partition, watermark) -> heard.merge(partition, watermark, Math::max));
  }

  void tick(long nowMillis, long patienceMillis) {
    ticking = false;
    if (forgetsNow(nowMillis, patienceMillis)) {
      forget();
    }
  }

  /**
   * The same where no watermark comes from the engine: the slowest partition that was heard of says
   * how far it has come. What others are to be heard is waited for first, so that a partition that
   * is read a little later finds its slices.
   */
  void tickWithoutWatermark(long nowMillis, long patienceMillis) {
    ticking = false;
    if (forgetsNow(nowMillis, patienceMillis)) {
      long slowest = slowest();
      if (slowest != NEVER) {
        closed = Math.max(closed, slowest);
      }
      forget();
    }
  }

  private boolean forgetsNow(long nowMillis, long patienceMillis) {
    boolean due = forgetsAt <= nowMillis;
    if (due || forgetsAt == NEVER) {
      forgetsAt = nowMillis + patienceMillis;
    }
    return due;
  }

  private void forget() {
    heardBefore = heard;
    heard = new HashMap<>();
  }

  private long slowest() {
    long slowest = NEVER;
    for (long watermark : heard.values()) {
      slowest = Math.min(slowest, watermark);
    }
    for (Map.Entry<String, Long> partition : heardBefore.entrySet()) {
      if (!heard.containsKey(partition.getKey())) {
        slowest = Math.min(slowest, partition.getValue());
      }
    }
    return slowest;
  }

  /** Slices whose use ended before this may be let go. */
  long horizon() {
    return Math.min(closed, slowest());
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
      out.writeLong(clock.forgetsAt);
      PaneCoders.writeWatermarks(clock.heard, out);
      PaneCoders.writeWatermarks(clock.heardBefore, out);
    }

    @Override
    public ShardClock decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      ShardClock clock = new ShardClock();
      clock.closed = in.readLong();
      clock.closesAt = in.readLong();
      clock.ticking = in.readBoolean();
      clock.released = in.readLong();
      clock.forgetsAt = in.readLong();
      clock.heard = PaneCoders.readWatermarks(in);
      clock.heardBefore = PaneCoders.readWatermarks(in);
      return clock;
    }
  }
}
