package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.time.Instant;

/** Shows the first events and lets the others go. */
final class DryRun implements Target {

  private static final int SHOWN = 3;

  private final PrintWriter out;
  private int shown;

  DryRun(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Log open(OpenLog log) {
    Bookmark beginning =
        new Bookmark(log.file().digest(log.file().headLength()), 0, "", log.name(), 0, 0, null);
    return new Log() {
      @Override
      public Bookmark bookmark() {
        return beginning;
      }

      @Override
      public void send(Instant time, byte[] key, byte[] event) {
        if (shown++ < SHOWN) {
          out.println(new String(event, UTF_8));
        }
      }

      @Override
      public void done(Bookmark behindLine) {}

      @Override
      public void finish(Bookmark behindLastLine) {}

      @Override
      public void close() {}
    };
  }
}
