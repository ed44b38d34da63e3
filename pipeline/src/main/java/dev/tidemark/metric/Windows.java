package dev.tidemark.metric;

import java.io.Serializable;
import java.time.Duration;

/**
 * Fixed or sliding windows, aligned to the epoch and made of slices: an event falls into one slice,
 * and a window is the merge of its slices, so that overlapping windows cost nothing an event.
 */
public record Windows(long sizeMillis, long everyMillis) implements Serializable {

  public Windows {
    if (everyMillis <= 0 || sizeMillis < everyMillis || sizeMillis % everyMillis != 0) {
      throw new IllegalArgumentException(
          "The size of a window must be a multiple of its step: %d ms, every %d ms"
              .formatted(sizeMillis, everyMillis));
    }
  }

  public static Windows fixed(Duration size) {
    return new Windows(size.toMillis(), size.toMillis());
  }

  public static Windows sliding(Duration size, Duration every) {
    return new Windows(size.toMillis(), every.toMillis());
  }

  public long sliceMillis() {
    return everyMillis;
  }

  public int slicesInWindow() {
    return Math.toIntExact(sizeMillis / everyMillis);
  }

  /** The start of the slice that holds an event of this time, before the epoch as after it. */
  public long sliceAt(long eventMicros) {
    return Math.floorDiv(eventMicros, everyMillis * 1_000) * everyMillis;
  }

  /** The starts of the windows that contain a slice, earliest first. */
  public long[] windowsOf(long sliceStart) {
    return steps(sliceStart - sizeMillis + everyMillis);
  }

  /** The starts of the slices that make up a window, earliest first. */
  public long[] slicesOf(long windowStart) {
    return steps(windowStart);
  }

  public long endOf(long windowStart) {
    return windowStart + sizeMillis;
  }

  private long[] steps(long from) {
    long[] starts = new long[slicesInWindow()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = from + i * everyMillis;
    }
    return starts;
  }
}
