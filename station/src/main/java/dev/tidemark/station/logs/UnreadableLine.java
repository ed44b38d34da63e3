package dev.tidemark.station.logs;

/** A line that is not what the format says. */
final class UnreadableLine extends Exception {

  private static final long serialVersionUID = 1;

  UnreadableLine(String reason) {
    super(reason, null, false, false);
  }
}
