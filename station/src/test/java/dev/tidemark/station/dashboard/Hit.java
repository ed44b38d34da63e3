package dev.tidemark.station.dashboard;

import java.time.Instant;

/** One event of the fixture, with all by which the API can filter. */
record Hit(
    Instant at,
    String visitor,
    String host,
    String page,
    String referrer,
    String source,
    String sourceClass,
    Town town,
    Device device) {

  /** A place: the last level of the map. */
  record Town(String code, String country, String region, String city) {}

  /** What the visitor used. */
  record Device(String browser, String system, String device, boolean bot) {}
}
