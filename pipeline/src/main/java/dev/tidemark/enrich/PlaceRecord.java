package dev.tidemark.enrich;

import dev.tidemark.event.Place;
import java.util.List;
import java.util.Map;

/**
 * Reads a place from what databases record: nested as in GeoLite2 ({@code country.iso_code}), flat
 * as in DB-IP's ({@code country_code}).
 */
final class PlaceRecord {

  private PlaceRecord() {}

  /** Either record may be null. */
  static Place read(Map<?, ?> place, Map<?, ?> network) {
    Map<?, ?> at = place == null ? Map.of() : place;
    Map<?, ?> by = network == null ? at : network;
    Place read =
        new Place(
            text(at, "country.iso_code", "country_code"),
            text(at, "country.names.en", "country_name"),
            text(at, "subdivisions.0.names.en", "state1", "stateprov", "region"),
            text(at, "city.names.en", "city"),
            number(at, "location.latitude", "latitude"),
            number(at, "location.longitude", "longitude"),
            text(at, "location.time_zone", "timezone", "time_zone"),
            asn(by, "autonomous_system_number", "as_number", "asn"),
            text(by, "autonomous_system_organization", "as_organization", "as_name"));
    return read.equals(Place.UNKNOWN) ? Place.UNKNOWN : read;
  }

  private static String text(Map<?, ?> from, String... paths) {
    for (String path : paths) {
      if (find(from, path) instanceof String text && !text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  private static Double number(Map<?, ?> from, String... paths) {
    for (String path : paths) {
      if (find(from, path) instanceof Number number) {
        return number.doubleValue();
      }
    }
    return null;
  }

  /** Some write 15169, some "AS15169". */
  private static Long asn(Map<?, ?> from, String... paths) {
    for (String path : paths) {
      Object value = find(from, path);
      if (value instanceof Number number) {
        return number.longValue();
      }
      if (value instanceof String text && text.matches("(AS)?[0-9]{1,10}")) {
        return Long.valueOf(text.startsWith("AS") ? text.substring(2) : text);
      }
    }
    return null;
  }

  private static Object find(Object from, String path) {
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    Object next = null;
    if (from instanceof Map<?, ?> map) {
      next = map.get(step);
    } else if (from instanceof List<?> list && !list.isEmpty()) {
      next = list.get(Integer.parseInt(step));
    }
    return dot < 0 || next == null ? next : find(next, path.substring(dot + 1));
  }
}
