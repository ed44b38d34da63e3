package dev.tidemark.enrich;

import dev.tidemark.enrich.GeoDatabase.Entry;
import dev.tidemark.event.Place;
import java.nio.file.Path;
import java.util.List;

/** Finds where an address is, in the user's databases or in the embedded ones. */
final class Places {

  private final List<GeoDatabase> places;
  private final List<GeoDatabase> networks;
  private final Memo<Entries, Place> known;

  /** What databases tell about an address; either may be null. */
  private record Entries(Entry place, Entry network) {
    Place read() {
      return PlaceRecord.read(
          place == null ? null : place.read(), network == null ? null : network.read());
    }
  }

  /**
   * What no file covers comes from the embedded databases.
   *
   * @param entries how many places are remembered
   */
  Places(List<String> files, int entries) {
    known = new Memo<>(entries, Entries::read, any -> true);
    List<GeoDatabase> given = files.stream().map(Path::of).map(GeoDatabase::in).toList();
    places = ofKind(GeoDatabase.Kind.PLACE, given);
    networks = ofKind(GeoDatabase.Kind.NETWORK, given);
  }

  /** {@link Place#UNKNOWN} for an address that is not public or not in the databases. */
  Place of(IpAddress ip) {
    if (!ip.isPublic()) {
      return Place.UNKNOWN;
    }
    return known.get(new Entries(first(places, ip), first(networks, ip)));
  }

  /** What was remembered of databases that were replaced. */
  void forget() {
    known.clear();
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
  private static Entry first(List<GeoDatabase> databases, IpAddress address) {
    for (GeoDatabase database : databases) {
      Entry entry = database.find(address);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }
}
