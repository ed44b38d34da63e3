package dev.tidemark.station.generate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes events as lines. */
final class LineOutlet implements Outlet, AutoCloseable {

  private final OutputStream out;
  private final boolean pipe;

  /**
   * @param pipe whether somebody reads along, who may have had enough at any time
   */
  LineOutlet(OutputStream out, boolean pipe) {
    this.out = new BufferedOutputStream(out, 1 << 16);
    this.pipe = pipe;
  }

  @Override
  public boolean send(GeneratedEvent event) throws IOException {
    try {
      out.write(event.json());
      out.write('\n');
      return true;
    } catch (IOException closed) {
      if (pipe) {
        return false;
      }
      throw closed;
    }
  }

  @Override
  public void pause() throws IOException {
    if (pipe) {
      out.flush();
    }
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
