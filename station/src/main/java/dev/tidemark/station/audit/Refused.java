package dev.tidemark.station.audit;

/** A record says nothing that could be counted; the message is the name of the failure. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  Refused(String failure) {
    super(failure, null, false, false);
  }
}
