package dev.tidemark.enrich;

import dev.tidemark.event.Address;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Place;
import dev.tidemark.event.Source;
import java.io.Closeable;
import java.util.List;

/** Adds to an event what can be found out about it; one instance a thread, caches inside. */
public final class Enricher implements Closeable {

  /**
   * Longer texts are worked out anew each time: full caches of hostile ones would fill the heap.
   */
  private static final int LONGEST_REMEMBERED = 2_048;

  private final Places places;
  private final Visitors visitors;
  private final boolean storeFullIp;

  private final Memo<Page, Address> addresses;
  private final Memo<Visit, Source> sources;
  private final Memo<String, Located> locations;
  private final Memo<String, Client> clients;

  private int placesEdition;
  private long privateAddresses;
  private long invalidAddresses;
  private long unknownAddresses;

  /** Opens the databases and builds the user agent parser, unless this JVM has them already. */
  public Enricher(Enrichment settings) {
    places = new Places(settings.geoDatabases());
    placesEdition = places.edition();
    visitors = new Visitors(settings.visitorSalt());
    storeFullIp = settings.storeFullIp();
    Clients.prepare();

    int entries = settings.cacheEntries();
    addresses = new Memo<>(entries, page -> Addresses.of(page.host, page.url), Page::isShort);
    sources = new Memo<>(entries, Visit::source, Visit::isShort);
    locations = new Memo<>(entries, this::locate, Enricher::isShort);
    clients = new Memo<>(entries, Clients::of, Enricher::isShort);
  }

  /** Never throws for an event that parsing let through. */
  public EnrichedView enrich(PageView view) {
    forgetReplacedPlaces();
    Address address = addresses.get(new Page(view.host(), view.url()));
    Source source = sources.get(Visit.of(view.referrer(), address));
    Located located = locationOf(view.ip());
    String userAgent = view.userAgent() == null ? "" : Clients.cut(view.userAgent());
    Client client = userAgent.isEmpty() ? Client.UNKNOWN : clients.get(userAgent);
    String visitor =
        visitors.idOf(view.userId(), located.ip, userAgent, address.host(), view.eventMicros());
    return new EnrichedView(view, address, source, located.place, client, visitor, located.stored);
  }

  /** What was met so far; the caller takes the difference of two readings. */
  public Counts counts() {
    List<Memo<?, ?>> memos = List.of(addresses, sources, locations, clients);
    return new Counts(
        privateAddresses,
        invalidAddresses,
        unknownAddresses,
        memos.stream().mapToLong(Memo::hits).sum(),
        memos.stream().mapToLong(Memo::misses).sum());
  }

  /** Forgets everything; what the JVM shares stays for the next enricher. */
  @Override
  public void close() {
    addresses.clear();
    sources.clear();
    locations.clear();
    clients.clear();
  }

  private void forgetReplacedPlaces() {
    int edition = places.edition();
    if (edition != placesEdition) {
      placesEdition = edition;
      locations.clear();
    }
  }

  private Located locationOf(String ip) {
    if (ip == null || ip.isBlank()) {
      return Located.ABSENT;
    }
    Located located = locations.get(ip);
    switch (located.finding) {
      case PRIVATE -> privateAddresses++;
      case INVALID -> invalidAddresses++;
      case UNKNOWN -> unknownAddresses++;
      case FOUND -> {}
    }
    return located;
  }

  private Located locate(String text) {
    IpAddress ip = IpAddress.parse(text);
    if (ip == null) {
      return Located.INVALID;
    }
    Place place = places.of(ip);
    Finding finding =
        !ip.isPublic()
            ? Finding.PRIVATE
            : place.equals(Place.UNKNOWN) ? Finding.UNKNOWN : Finding.FOUND;
    return new Located(finding, ip, place, StoredAddress.of(ip, storeFullIp));
  }

  private static boolean isShort(String text) {
    return text == null || text.length() <= LONGEST_REMEMBERED;
  }

  private enum Finding {
    FOUND,
    PRIVATE,
    INVALID,
    UNKNOWN
  }

  private record Located(Finding finding, IpAddress ip, Place place, String stored) {
    static final Located ABSENT = new Located(Finding.FOUND, null, Place.UNKNOWN, null);
    static final Located INVALID = new Located(Finding.INVALID, null, Place.UNKNOWN, null);
  }

  private record Page(String host, String url) {
    boolean isShort() {
      return Enricher.isShort(host) && Enricher.isShort(url);
    }
  }

  /** All that the source of a visit depends on. */
  private record Visit(
      String referrer, String site, String utmSource, String utmMedium, String advertiser) {

    static Visit of(String referrer, Address to) {
      return new Visit(
          referrer == null ? "" : referrer,
          to.host(),
          to.utmSource(),
          to.utmMedium(),
          Sources.advertiser(to.query()));
    }

    Source source() {
      return Sources.of(referrer, site, utmSource, utmMedium, advertiser);
    }

    boolean isShort() {
      return Enricher.isShort(referrer)
          && Enricher.isShort(utmSource)
          && Enricher.isShort(utmMedium);
    }
  }
}
