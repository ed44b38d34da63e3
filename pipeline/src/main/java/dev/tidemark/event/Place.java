package dev.tidemark.event;

/** Where an address is, as far as the database tells; what it does not tell is null. */
public record Place(
    String countryCode,
    String country,
    String region,
    String city,
    Double latitude,
    Double longitude,
    String timeZone,
    Long asn,
    String organisation) {

  public static final Place UNKNOWN =
      new Place(null, null, null, null, null, null, null, null, null);
}
