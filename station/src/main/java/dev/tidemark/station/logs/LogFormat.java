package dev.tidemark.station.logs;

/** How the lines of a log are to be read; one instance a file, for some formats change within. */
interface LogFormat {

  /** Its name as a person knows it. */
  String name();

  /**
   * Reads one line.
   *
   * @param line as bytes that were taken for ISO 8859-1, so that nothing is lost
   * @return null for a line that tells of no request, such as a comment
   */
  Request read(String line) throws UnreadableLine;

  /** A line that has to be read again before reading goes on somewhere behind it; or null. */
  default String context() {
    return null;
  }
}
