package dev.tidemark.enrich;

import dev.tidemark.event.Address;
import dev.tidemark.event.Client;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.Part;
import dev.tidemark.event.Place;
import dev.tidemark.event.Source;
import java.io.Closeable;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Adds to an event what can be found out about it; one instance a thread, caches inside. */
public final class Enricher implements Closeable {

  /**
   * Longer texts are worked out anew each time: full caches of hostile ones would fill the heap.
   */
  private static final int LONGEST_REMEMBERED = 2_048;

  private static final Source NOT_ASKED_FOR = new Source("", Source.Kind.DIRECT, null);

  private final Places places;
  private final Visitors visitors;
  private final boolean storeFullIp;

  private final Memo<Page, Landing> landings;
  private final Memo<Campaign, Campaign> campaigns;
  private final Memo<Visit, Source> sources;
  private final Memo<String, Located> locations;
  private final Memo<String, Agent> agents;

  private final boolean wantsSource;
  private int placesEdition;
  private long privateAddresses;
  private long invalidAddresses;
  private long unknownAddresses;

  /** Opens the databases and builds the user agent parser, unless this JVM has them already. */
  public Enricher(Enrichment settings) {
    this(settings, Part.ALL);
  }

  /**
   * @param parts that are asked for: of the others nothing is looked up
   */
  Enricher(Enrichment settings, Set<Part> parts) {
    wantsSource = parts.contains(Part.SOURCE);
    places = new Places(settings.geoDatabases(), settings.cacheEntries());
    placesEdition = places.edition();
    visitors = new Visitors(settings.visitorSalt());
    storeFullIp = settings.storeFullIp();
    Clients.prepare();

    int entries = settings.cacheEntries();
    landings = new Memo<>(entries, this::land, Page::isShort);
    campaigns = new Memo<>(entries, Function.identity(), Campaign::isShort);
    sources = new Memo<>(entries, Visit::source, Visit::isShort);
    locations = new Memo<>(entries, this::locate, Enricher::isShort);
    agents = new Memo<>(entries, this::recognise, Enricher::isShort);
  }

  /** Never throws for an event that parsing let through. */
  public EnrichedView enrich(PageView view) {
    forgetReplacedPlaces();
    Landing landing = landings.get(new Page(view.host(), view.url()));
    Address address = landing.address;
    String referrer = view.referrer() == null ? "" : view.referrer();
    Source source =
        wantsSource ? sources.get(new Visit(referrer, landing.campaign)) : NOT_ASKED_FOR;
    Located located = locationOf(view.ip());
    String userAgent = view.userAgent() == null ? "" : Clients.cut(view.userAgent());
    Agent agent = agents.get(userAgent);
    String visitor =
        visitors.idOf(view.userId(), located.ip, agent.digest, address.host(), view.eventMicros());
    return new EnrichedView(
        view, address, source, located.place, agent.client, visitor, located.stored);
  }

  /** What was met so far; the caller takes the difference of two readings. */
  public Counts counts() {
    List<Memo<?, ?>> memos = List.of(landings, sources, locations, agents);
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
    places.forget();
    landings.clear();
    campaigns.clear();
    sources.clear();
    locations.clear();
    agents.clear();
  }

  private void forgetReplacedPlaces() {
    int edition = places.edition();
    if (edition != placesEdition) {
      placesEdition = edition;
      places.forget();
      locations.clear();
    }
  }

  private Landing land(Page page) {
    Address address = Addresses.of(page.host, page.url);
    return new Landing(address, campaigns.get(Campaign.of(address)));
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

  private Agent recognise(String userAgent) {
    return new Agent(Clients.of(userAgent), visitors.digest(userAgent));
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

  private record Agent(Client client, long digest) {}

  // Three keys of memos, met with each event: what Java gives records for equals and hashCode goes
  // through method handles, which is several times as slow as a few lines.

  private record Page(String host, String url) {
    @Override
    public int hashCode() {
      return url.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Page that && url.equals(that.url) && Objects.equals(host, that.host);
    }

    boolean isShort() {
      return Enricher.isShort(host) && Enricher.isShort(url);
    }
  }

  private record Landing(Address address, Campaign campaign) {}

  /** All that the source of a visit depends on. */
  private record Visit(String referrer, Campaign campaign) {
    @Override
    public int hashCode() {
      return 31 * referrer.hashCode() + campaign.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Visit that
          && referrer.equals(that.referrer)
          && campaign.equals(that.campaign);
    }

    Source source() {
      return Sources.of(
          referrer, campaign.site, campaign.utmSource, campaign.utmMedium, campaign.advertiser);
    }

    boolean isShort() {
      return Enricher.isShort(referrer) && campaign.isShort();
    }
  }

  /**
   * What an address tells about why it was visited. Few differ, and the same one is kept as the
   * same object, so that comparing visits seldom compares texts.
   */
  private record Campaign(String site, String utmSource, String utmMedium, String advertiser) {

    @Override
    public int hashCode() {
      return 31 * Objects.hashCode(site) + Objects.hashCode(utmSource);
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      return other instanceof Campaign that
          && Objects.equals(site, that.site)
          && Objects.equals(utmSource, that.utmSource)
          && Objects.equals(utmMedium, that.utmMedium)
          && Objects.equals(advertiser, that.advertiser);
    }

    static Campaign of(Address address) {
      return new Campaign(
          address.host(),
          address.utmSource(),
          address.utmMedium(),
          Sources.advertiser(address.query()));
    }

    boolean isShort() {
      return Enricher.isShort(utmSource) && Enricher.isShort(utmMedium);
    }
  }
}
