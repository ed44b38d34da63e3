package dev.tidemark.station.logs;

import dev.tidemark.run.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A log that was looked into.
 *
 * @param format null for a log without a line
 * @param first the time of its first request; the end of time when there is none
 */
record OpenLog(LogFile file, LogFormat format, boolean detected, Instant first)
    implements Closeable {

  static final Comparator<OpenLog> OLDEST_FIRST = Comparator.comparing(OpenLog::first);

  /**
   * @param formatAsTold null when it is to be found out
   */
  static OpenLog open(String name, String formatAsTold) throws IOException {
    LogFile file;
    try {
      file = LogFile.open(name);
    } catch (IOException unreadable) {
      throw new UserError(
          "Cannot read " + name + ": " + unreadable.getMessage() + ".",
          "Name files that are there and may be read.",
          unreadable);
    }
    List<String> lines = file.firstLines();
    LogFormat format = formatAsTold == null ? Formats.detect(lines) : Formats.named(formatAsTold);
    if (format == null && !lines.isEmpty()) {
      String line = lines.get(0);
      throw new UserError(
          name
              + " is in no format that is known: '"
              + line.substring(0, Math.min(80, line.length()))
              + "'.",
          "Give the format string of the server with --format.");
    }
    return new OpenLog(file, format, formatAsTold == null, firstTime(format, lines));
  }

  private static Instant firstTime(LogFormat format, List<String> lines) {
    return lines.stream()
        .map(line -> timeOf(format, line))
        .filter(time -> time != null)
        .findFirst()
        .orElse(Instant.MAX);
  }

  /** Null for a line that has none; what is wrong with it is told when the log is read. */
  private static Instant timeOf(LogFormat format, String line) {
    try {
      Request request = format.read(line);
      return request == null ? null : request.time();
    } catch (UnreadableLine told) {
      return null;
    }
  }

  String name() {
    return file.name();
  }

  /** For a person: which format it is, and who says so. */
  String formatAsTold() {
    return format == null
        ? "is empty"
        : "format " + format.name() + (detected ? " (detected)" : "");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
