package dev.tidemark.enrich;

import dev.tidemark.event.Place;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds where an address is, in the user's databases or in the embedded ones. */
final class Places {

  private final List<GeoDatabase> places;
  private final List<GeoDatabase> networks;

  /** What no file covers comes from the embedded databases. */
  Places(List<String> files) {
    List<GeoDatabase> given = files.stream().map(Path::of).map(GeoDatabase::in).toList();
    places = ofKind(GeoDatabase.Kind.PLACE, given);
    networks = ofKind(GeoDatabase.Kind.NETWORK, given);
  }

  /** {@link Place#UNKNOWN} for an address that is not public or not in the databases. */
  Place of(IpAddress ip) {
    if (!ip.isPublic()) {
      return Place.UNKNOWN;
    }
    InetAddress address = ip.inetAddress();
    return PlaceRecord.read(first(places, address), first(networks, address));
  }

  /** Changes when a database was replaced, so that what was remembered must be forgotten. */
  int edition() {
    int sum = 0;
    for (GeoDatabase database : places) {
      sum += database.edition();
    }
    for (GeoDatabase database : networks) {
      sum += database.edition();
    }
    return sum;
  }

  private static List<GeoDatabase> ofKind(GeoDatabase.Kind kind, List<GeoDatabase> given) {
    List<GeoDatabase> found = given.stream().filter(database -> database.kind() == kind).toList();
    return found.isEmpty() ? List.of(GeoDatabase.embedded(kind)) : found;
  }

  /** Several files of a kind complete each other, as where IPv4 and IPv6 come apart. */
  private static Map<?, ?> first(List<GeoDatabase> databases, InetAddress address) {
    Stream<Map<?, ?>> records = databases.stream().map(database -> database.find(address));
    return records.filter(record -> record != null).findFirst().orElse(null);
  }
}
