package dev.tidemark.event;

/** The program that sent an event, as its user agent tells; what it does not tell is null. */
public record Client(
    String browser,
    String browserVersion,
    String operatingSystem,
    String deviceClass,
    boolean bot) {

  public static final Client UNKNOWN = new Client(null, null, null, null, false);
}
