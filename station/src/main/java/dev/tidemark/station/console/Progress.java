package dev.tidemark.station.console;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * How far a long command is: one line that is written over on a terminal, and nothing elsewhere, so
 * that logs stay readable.
 */
public final class Progress implements AutoCloseable {

  private static final int WIDTH = 24;
  private static final long REFRESH_NANOS = 200_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final String what;
  private final long total;
  private final long started = System.nanoTime();
  private long done;
  private long drawnAt;
  private boolean drawn;

  /**
   * @param what the unit in plural, such as {@code events}
   * @param total how many there will be; 0 when nobody knows
   */
  public Progress(PrintWriter out, String what, long total) {
    this(out, what, total, Terminal.isAttached());
  }

  Progress(PrintWriter out, String what, long total, boolean terminal) {
    this.out = out;
    this.what = what;
    this.total = total;
    this.terminal = terminal;
  }

  /** More is done. */
  public void advance(long by) {
    advanceTo(done + by);
  }

  /** So much is done. */
  public void advanceTo(long now) {
    done = now;
    if (terminal && System.nanoTime() - drawnAt > REFRESH_NANOS) {
      draw();
    }
  }

  private void draw() {
    drawnAt = System.nanoTime();
    drawn = true;
    out.print("\r\033[K" + line(done, drawnAt - started));
    out.flush();
  }

  String line(long soFar, long nanos) {
    double seconds = Math.max(nanos / 1e9, 0.001);
    String rate = String.format(Locale.ROOT, "%,.0f/s", soFar / seconds);
    if (total <= 0) {
      return String.format(Locale.ROOT, "%,d %s  %s", soFar, what, rate);
    }
    double share = Math.min(1.0, (double) soFar / total);
    int filled = (int) Math.round(share * WIDTH);
    long left = soFar == 0 ? 0 : Math.round(seconds * (total - soFar) / soFar);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f%%  %,d of %,d %s  %s  %d:%02d left",
        "#".repeat(filled),
        "-".repeat(WIDTH - filled),
        share * 100,
        soFar,
        total,
        what,
        rate,
        left / 60,
        left % 60);
  }

  /** The line has said what it could: what is printed next begins a new one. */
  @Override
  public void close() {
    if (drawn) {
      draw();
      out.println();
      out.flush();
    }
  }
}
