package dev.tidemark.station.logs;

import java.io.IOException;
import java.time.Instant;

/** Where the events of logs go. */
interface Target {

  /** Begins, or goes on with, a log. */
  Log open(OpenLog log) throws IOException;

  /** One log on its way. */
  interface Log extends AutoCloseable {

    /** Where reading begins. */
    Bookmark bookmark();

    void send(Instant time, byte[] key, byte[] event);

    /** A line is done, whatever became of it. */
    void done(Bookmark behindLine);

    /** Reading ends here, for now or for good. */
    void finish(Bookmark behindLastLine);

    @Override
    void close();
  }
}
