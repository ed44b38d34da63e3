package dev.tidemark.station.console;

/** Whether a person sits in front of this program. */
public final class Terminal {

  private Terminal() {}

  /** Whether input and output both are a terminal; Java 17 to 21 have no console otherwise. */
  @SuppressWarnings(
      "SystemConsoleNull") // the launcher's Java is older than the one that changed it
  public static boolean isAttached() {
    return System.console() != null;
  }
}
