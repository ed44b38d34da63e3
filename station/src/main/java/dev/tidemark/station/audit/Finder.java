package dev.tidemark.station.audit;

import dev.tidemark.run.EventRules;

/** Finds out about an event what the tables say about it. */
final class Finder {

  private record Page(String host, String url) {}

  private record Site(String host, String query) {}

  private record Visit(String referrer, Site site) {}

  private record Place(NetAddress ip, Atlas.Spot spot) {
    static final Place UNKNOWN = new Place(null, Atlas.Spot.NOWHERE);
  }

  private record Program(Agents.Agent agent, long digest) {}

  private static final int LONGEST_REMEMBERED = 1_000;

  private final Atlas atlas;
  private final Agents agents = new Agents();
  private final VisitorIds visitors;

  private final Remembered<Page, Site> sites = new Remembered<>(Finder::site);
  private final Remembered<Visit, Origin> origins = new Remembered<>(Finder::origin);
  private final Remembered<String, Place> places = new Remembered<>(this::place);
  private final Remembered<String, Program> programs = new Remembered<>(this::program);

  Finder(EventRules rules, String salt) {
    atlas = new Atlas(rules.geoDatabases());
    visitors = new VisitorIds(salt);
  }

  Hit find(Event event) {
    Page page = new Page(event.host(), event.url());
    Site site = isShort(event.url()) ? sites.of(page) : site(page);
    Visit visit = new Visit(event.referrer(), site);
    boolean shortVisit = isShort(event.url()) && isShort(event.referrer());
    Origin origin = shortVisit ? origins.of(visit) : origin(visit);
    Place place =
        event.ip() == null || event.ip().isBlank() || !isShort(event.ip())
            ? Place.UNKNOWN
            : places.of(event.ip());
    String agent = event.userAgent() == null ? "" : event.userAgent();
    Program program = programs.of(agent.substring(0, Math.min(Agents.LONGEST, agent.length())));
    return new Hit(
        event.micros(),
        event.type(),
        event.url(),
        site.host,
        event.referrer(),
        origin.kind(),
        origin.name(),
        place.spot.country(),
        place.spot.region(),
        place.spot.city(),
        program.agent.browser(),
        program.agent.system(),
        program.agent.device(),
        program.agent.bot(),
        visitors.id(event.user(), place.ip, program.digest, site.host, event.micros()),
        event.user(),
        event.userAgent(),
        origin.host(),
        Article.of(event.product(), event.url()),
        event.store());
  }

  private static boolean isShort(String text) {
    return text.length() <= LONGEST_REMEMBERED;
  }

  /** The host that the event names, if it is one, else that of its URL. */
  private static Site site(Page page) {
    WebAddress url = WebAddress.of(page.url);
    String named = page.host;
    if (named != null && named.contains("/")) {
      named = WebAddress.of(named).authority();
    }
    String host = named == null ? null : WebAddress.hostOf(named);
    host = host == null ? url.host() : host;
    return new Site(host == null ? "" : host, url.query());
  }

  private static Origin origin(Visit visit) {
    return Origin.of(visit.referrer, visit.site.host, visit.site.query);
  }

  private Place place(String text) {
    NetAddress ip = NetAddress.parse(text);
    return new Place(ip, atlas.find(ip));
  }

  private Program program(String userAgent) {
    return new Program(agents.of(userAgent), visitors.digest(userAgent));
  }
}
