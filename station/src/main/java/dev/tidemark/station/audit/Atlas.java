package dev.tidemark.station.audit;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import dev.tidemark.run.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where an address is, asked of MaxMind's own reader in the databases that the pipeline asks. */
final class Atlas {

  /** A place; what the databases do not tell is null. */
  record Spot(String country, String region, String city) {
    static final Spot NOWHERE = new Spot(null, null, null);
  }

  private final List<Reader> maps = new ArrayList<>();

  Atlas(List<Path> files) {
    for (Path file : files) {
      try {
        Reader reader = new Reader(file.toFile(), Reader.FileMode.MEMORY, new CHMCache());
        String type = reader.getMetadata().databaseType().toLowerCase(Locale.ROOT);
        if (type.matches(".*(city|country|location|enterprise).*")) {
          maps.add(reader);
        }
      } catch (IOException unreadable) {
        throw new UserError(
            "Cannot read the geo database " + file + ": " + unreadable.getMessage(),
            "Give --geoDatabase the files that the pipeline uses.");
      }
    }
    if (maps.isEmpty()) {
      maps.add(embedded());
    }
  }

  private static Reader embedded() {
    try (InputStream in = Atlas.class.getResourceAsStream("/GeoLite2-City.mmdb")) {
      return new Reader(in, new CHMCache());
    } catch (IOException unreadable) {
      throw new IllegalStateException("The embedded geo database cannot be read.", unreadable);
    }
  }

  Spot find(NetAddress ip) {
    if (ip == null || !ip.isSomewhere()) {
      return Spot.NOWHERE;
    }
    for (Reader map : maps) {
      Map<?, ?> found = ask(map, ip);
      if (found != null) {
        return new Spot(
            text(inside(found, "country", "iso_code"), found.get("country_code")),
            text(
                named(first(found.get("subdivisions"))),
                found.get("state1"),
                found.get("stateprov"),
                found.get("region")),
            text(named(found.get("city")), found.get("city")));
      }
    }
    return Spot.NOWHERE;
  }

  private static Map<?, ?> ask(Reader map, NetAddress ip) {
    if (!ip.isV4() && map.getMetadata().ipVersion() == 4) {
      return null;
    }
    try {
      return map.get(ip.address(), Map.class);
    } catch (IOException damaged) {
      throw new IllegalStateException("A geo database is damaged: replace the file.", damaged);
    }
  }

  private static Object first(Object list) {
    return list instanceof List<?> values && !values.isEmpty() ? values.get(0) : null;
  }

  private static Object named(Object thing) {
    return inside(thing, "names", "en");
  }

  private static Object inside(Object thing, String... steps) {
    Object at = thing;
    for (String step : steps) {
      at = at instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return at;
  }

  private static String text(Object... candidates) {
    for (Object candidate : candidates) {
      if (candidate instanceof String text && !text.isEmpty()) {
        return text;
      }
    }
    return null;
  }
}
