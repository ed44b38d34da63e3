package dev.tidemark.station.generate;

import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * Traffic without end, in the order in which it is sent: the same scenario gives the same bytes.
 *
 * <p>Implementation note: there are as many places for visitors as are on the sites at a time. Each
 * event belongs to one place, drawn at random; when its visit is over, the next visitor takes it.
 * So the rate is exact at every moment, and an event costs the same however many visitors there are
 * (no queue of who comes next). Visitors are computed from their number and not kept. The clock
 * moves by exponential steps whose mean follows the day, which is what independent visitors make.
 */
public final class TrafficGenerator implements Iterator<GeneratedEvent> {

  private static final double MEAN_PAUSE_SECONDS = 40;
  private static final int MOST_PLACES = 1 << 16;
  private static final double EVENTS_A_VISITOR_AND_DAY = 6;
  private static final int FEWEST_VISITORS = 500;

  /** Of the visits that the traffic begins amid: those that are not at their first page. */
  private static final double BEGUN_BEFORE = 0.77;

  private static final long LATE_FROM_MILLIS = 12 * 60_000L;
  private static final int LATE_SPAN_MILLIS = 2 * 3_600_000;
  private static final long PATIENCE_OF_RETRY_MILLIS = 30_000L;
  private static final int LONGEST_RETRY_EVENTS = 20;

  private final Scenario scenario;
  private final long eventIds;
  private final SplittableRandom random;
  private final WeeklyRhythm rhythm;
  private final EventJson json = new EventJson();
  private final long visitors;
  private Session[] places = new Session[64];
  private Story story;
  private double micros;
  private long events;
  private long sessions;
  private GeneratedEvent retry;
  private int eventsUntilRetry;

  public TrafficGenerator(Scenario scenario) {
    this.scenario = scenario;
    this.eventIds = Mix.of(scenario.seed(), scenario.stream());
    this.random = new SplittableRandom(eventIds);
    this.rhythm = scenario.steady() ? WeeklyRhythm.steady() : WeeklyRhythm.ofPeople();
    this.story = Story.near(scenario.seed(), scenario.start().toEpochMilli());
    this.visitors =
        Math.max(
            FEWEST_VISITORS, (long) (scenario.perSecond() * 86_400 / EVENTS_A_VISITOR_AND_DAY));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public GeneratedEvent next() {
    if (retry != null && isTimeForRetry()) {
      GeneratedEvent again = new GeneratedEvent(now(), retry.key(), retry.json());
      retry = null;
      return again;
    }
    GeneratedEvent event = event();
    advance();
    return event;
  }

  private boolean isTimeForRetry() {
    return eventsUntilRetry-- <= 0
        || millis() - retry.sentAt().toEpochMilli() > PATIENCE_OF_RETRY_MILLIS;
  }

  private long millis() {
    return scenario.start().toEpochMilli() + (long) (micros / 1000);
  }

  private Instant now() {
    long whole = (long) micros;
    return scenario.start().plusSeconds(whole / 1_000_000).plusNanos(whole % 1_000_000 * 1_000);
  }

  private void advance() {
    long millis = millis();
    if (!story.covers(millis)) {
      story = Story.near(scenario.seed(), millis);
    }
    double busy = rhythm.factor(millis) * (isStoryTold(millis) ? 1 + story.more() : 1);
    // Strict, so that the bytes are the same on every machine.
    double step = scenario.steady() ? 1 : -StrictMath.log(1 - random.nextDouble());
    micros += step * 1e6 / (scenario.perSecond() * busy);
  }

  private boolean isStoryTold(long millis) {
    return !scenario.steady() && story.isTold(millis);
  }

  private GeneratedEvent event() {
    long millis = millis();
    Session session = sessionAt(millis);
    Shares shares = scenario.shares();
    boolean late = random.nextDouble() < shares.late();
    long happened = millis - (late ? LATE_FROM_MILLIS + random.nextInt(LATE_SPAN_MILLIS) : delay());
    long number = events++;
    byte[] bytes =
        json.of(Mix.of(eventIds, 2 * number), Mix.of(eventIds, 2 * number + 1), happened, session);
    if (random.nextDouble() < shares.malformed()) {
      Flaw[] flaws = Flaw.values();
      byte[] broken = flaws[random.nextInt(flaws.length)].of(bytes, happened);
      return new GeneratedEvent(now(), session.key(), broken);
    }
    GeneratedEvent event = new GeneratedEvent(now(), session.key(), bytes);
    if (retry == null && !late && random.nextDouble() < shares.duplicates()) {
      retry = event;
      eventsUntilRetry = random.nextInt(LONGEST_RETRY_EVENTS);
    }
    return event;
  }

  /** How long the event was on its way: seconds, seldom tens of seconds, never a minute. */
  private long delay() {
    double dice = random.nextDouble();
    return dice < 0.90
        ? random.nextInt(2_000)
        : dice < 0.99 ? random.nextInt(2_000, 15_000) : random.nextInt(15_000, 45_000);
  }

  /** The visit that the next event belongs to, which has made its step. */
  private Session sessionAt(long millis) {
    if (isStoryTold(millis) && random.nextDouble() < story.more() / (1 + story.more())) {
      Session session = Session.ofStory(nextSession(), person(millis), story, random);
      session.step(millis, random);
      return session;
    }
    int place = random.nextInt(placesAt(millis));
    if (place >= places.length) {
      places = Arrays.copyOf(places, Integer.highestOneBit(place) << 1);
    }
    Session session = places[place];
    if (session == null && random.nextDouble() < BEGUN_BEFORE) {
      session = Session.goesOn(nextSession(), visitor(millis), random);
    } else if (session == null
        || millis - session.lastMillis() > Session.LONGEST_PAUSE_MILLIS
        || session.ends(random)) {
      Visitor visitor = visitor(millis);
      Origin origin = visitor.bot() ? Origin.NONE : Origin.pick(random, visitor.country());
      session = Session.begins(nextSession(), visitor, origin, random);
    }
    places[place] = session;
    session.step(millis, random);
    return session;
  }

  private long nextSession() {
    return Mix.of(~eventIds, sessions++);
  }

  private Visitor visitor(long millis) {
    boolean bot = random.nextDouble() < scenario.shares().bots();
    return bot ? Visitor.program(random.nextLong()) : person(millis);
  }

  private Visitor person(long millis) {
    Country country = rhythm.country(millis, random);
    double chance = random.nextDouble();
    // To the power of 2.5: some come back often, most hardly ever.
    double loyal = chance * chance * Math.sqrt(chance);
    long who = (long) (loyal * visitors * country.share() / Country.ALL_SHARES);
    return Visitor.person(Mix.of(Mix.of(scenario.seed(), country.code().hashCode()), who), country);
  }

  private int placesAt(long millis) {
    double many = scenario.perSecond() * rhythm.factor(millis) * MEAN_PAUSE_SECONDS;
    return (int) Math.max(1, Math.min(MOST_PLACES, Math.round(many)));
  }
}
