package dev.tidemark.station.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** One visit: it comes from somewhere, goes from page to page, and ends. */
final class Session {

  /** What happens at a step. */
  enum Action {
    PAGE_VIEW,
    CLICK,
    PURCHASE
  }

  static final long LONGEST_PAUSE_MILLIS = 30 * 60_000L;

  private static final double GOES_ON_AT_FIRST = 0.55;
  private static final double GOES_ON = 0.84;
  private static final double CLICKS = 0.12;
  private static final double BUYS = 0.03;
  private static final double CHANGES_SITE = 0.03;
  private static final byte[] NOTHING = {};

  private final Visitor visitor;
  private final byte[] about;
  private Site site;
  private int page;
  private byte[] query = NOTHING;
  private byte[] referrer = NOTHING;
  private Action action = Action.PAGE_VIEW;
  private int steps;
  private long lastMillis;

  private Session(long id, Visitor visitor) {
    this.visitor = visitor;
    String userId = visitor.userId() == null ? "" : "\"user_id\":\"" + visitor.userId() + "\",";
    String sessionId =
        visitor.bot() ? "" : "\"session_id\":\"" + HexFormat.of().toHexDigits(id) + "\",";
    about = ("," + userId + sessionId + visitor.about()).getBytes(UTF_8);
  }

  /** A visit that begins now. */
  static Session begins(long id, Visitor visitor, Origin origin, SplittableRandom random) {
    Session session = new Session(id, visitor);
    session.site = Site.pick(random);
    session.page = session.nextPage(random);
    session.comesFrom(origin);
    return session;
  }

  /** A visit that has begun before the traffic that is told of. */
  static Session goesOn(long id, Visitor visitor, SplittableRandom random) {
    Session session = new Session(id, visitor);
    session.site = Site.pick(random);
    session.page = session.nextPage(random);
    session.steps = 1;
    return session;
  }

  /** A visit of one page that everybody talks about. */
  static Session ofStory(long id, Visitor visitor, Story story, SplittableRandom random) {
    Session session = new Session(id, visitor);
    session.site = story.site();
    session.page = story.page();
    session.comesFrom(Origin.ofStory(random));
    return session;
  }

  private void comesFrom(Origin origin) {
    if (origin.referrer() != null) {
      referrer = origin.referrer().getBytes(UTF_8);
    }
    if (origin.query() != null) {
      query = ("?" + origin.query()).getBytes(UTF_8);
    }
  }

  /** Does the next thing; the other methods tell what it is. */
  void step(long millis, SplittableRandom random) {
    lastMillis = millis;
    if (steps++ == 0) {
      return;
    }
    double dice = visitor.bot() ? 1 : random.nextDouble();
    if (dice < CLICKS) {
      action = Action.CLICK;
      return;
    }
    if (dice < CLICKS + BUYS && site.isShop()) {
      action = Action.PURCHASE;
      return;
    }
    action = Action.PAGE_VIEW;
    referrer = visitor.bot() ? NOTHING : site.url(page);
    query = NOTHING;
    if (random.nextDouble() < CHANGES_SITE) {
      site = Site.pick(random);
    }
    page = nextPage(random);
  }

  private int nextPage(SplittableRandom random) {
    return visitor.bot() ? site.anyPage(random) : site.popularPage(random);
  }

  /** Whether it is over after what was done so far. */
  boolean ends(SplittableRandom random) {
    return random.nextDouble() >= (steps == 1 ? GOES_ON_AT_FIRST : GOES_ON);
  }

  long lastMillis() {
    return lastMillis;
  }

  Action action() {
    return action;
  }

  byte[] url() {
    return action == Action.PURCHASE ? site.checkout() : site.url(page);
  }

  byte[] query() {
    return action == Action.PURCHASE ? NOTHING : query;
  }

  byte[] referrer() {
    return action == Action.PURCHASE ? site.url(page) : referrer;
  }

  int page() {
    return page;
  }

  byte[] key() {
    return visitor.key();
  }

  byte[] about() {
    return about;
  }
}
