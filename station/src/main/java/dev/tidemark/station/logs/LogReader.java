package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Reads logs line by line and decides what becomes of each line. */
final class LogReader {

  private static final int EVENT_ID_BYTES = 16;
  private static final int LINES_BETWEEN_REPORTS = 512;

  private final EventMaker events;
  private final Tally tally;
  private final RejectedLines rejected;
  private final Target target;
  private final BooleanSupplier stopped;

  LogReader(
      EventMaker events,
      Tally tally,
      RejectedLines rejected,
      Target target,
      BooleanSupplier stopped) {
    this.events = events;
    this.tally = tally;
    this.rejected = rejected;
    this.target = target;
    this.stopped = stopped;
  }

  /** Reads a log from its bookmark to its end, or until stopped. */
  void read(OpenLog log, LongConsumer progress) throws IOException {
    if (log.format() == null) {
      return;
    }
    try (Target.Log to = target.open(log)) {
      Bookmark bookmark = to.bookmark();
      resume(log, bookmark);
      LogFile.Line line = stopped.getAsBoolean() ? null : log.file().next();
      while (line != null) {
        if (!take(log, line, bookmark.id(), to)) {
          break;
        }
        bookmark = bookmark.at(line.next(), line.number(), log.format().context());
        to.done(bookmark);
        if (line.number() % LINES_BETWEEN_REPORTS == 0) {
          progress.accept(log.file().bytesRead());
        }
        line = stopped.getAsBoolean() ? null : log.file().next();
      }
      to.finish(bookmark);
      progress.accept(log.file().bytesRead());
    }
  }

  private static void resume(OpenLog log, Bookmark bookmark) throws IOException {
    log.file().skip(bookmark.offset(), bookmark.line());
    if (bookmark.context() != null) {
      try {
        log.format().read(bookmark.context());
      } catch (UnreadableLine e) {
        throw new IllegalStateException("a line that was read before: " + bookmark, e);
      }
    }
  }

  /** False for a line that is not done: its server is still writing it. */
  private boolean take(OpenLog log, LogFile.Line line, String logId, Target.Log to)
      throws IOException {
    try {
      Request request = log.format().read(line.text());
      if (request == null) {
        return true;
      }
      Skipped why = Skipped.why(request, events.all());
      if (why != null) {
        tally.skipped(why);
        return true;
      }
      byte[] event = events.event(request, eventId(logId, line.offset()));
      to.send(request.time(), EventMaker.key(request), event);
      tally.imported();
    } catch (UnreadableLine unreadable) {
      if (!line.whole()) {
        tally.unfinished(log.name() + ":" + line.number());
        return false;
      }
      String where = log.name() + ":" + line.number();
      tally.rejected(where, unreadable.getMessage());
      rejected.add(where, unreadable.getMessage(), line.text());
    }
    return true;
  }

  private static String eventId(String logId, long offset) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(logId.getBytes(UTF_8));
      byte[] digest = sha.digest(ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
      return HexFormat.of().formatHex(digest, 0, EVENT_ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
