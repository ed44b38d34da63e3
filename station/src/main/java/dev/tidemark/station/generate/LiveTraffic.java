package dev.tidemark.station.generate;

import dev.tidemark.station.topic.EventTopic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traffic into a topic while the program runs, on a thread of its own. It outlives a broker that is
 * away for a while: it waits, then catches up.
 */
public final class LiveTraffic implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LiveTraffic.class);
  private static final long REST_MILLIS = 1_000;
  private static final long PATIENCE_MILLIS = 3_000;

  /**
   * What is sent.
   *
   * @param seed gives the same visitors and pages each time, but other events
   * @param perSecond events a second, on average over a week
   * @param history how much of the past is told first, as fast as it can be; nothing of it may lie
   *     before what the topic holds already, or it is late
   */
  public record Settings(
      long seed, double perSecond, boolean steady, Duration history, Shares shares) {

    public static final Settings DEMO =
        new Settings(1, 5, false, Duration.ofDays(1), Shares.DEFAULT);

    /** The same, beginning now. */
    public Settings withoutHistory() {
      return new Settings(seed, perSecond, steady, Duration.ZERO, shares);
    }
  }

  private final TopicOutlet outlet;
  private final Feed feed;
  private final Thread thread;
  private volatile boolean closing;

  private LiveTraffic(EventTopic topic, Settings settings) {
    Instant now = Instant.now();
    Instant start = now.minus(settings.history());
    Scenario scenario =
        new Scenario(
            settings.seed(),
            now.toEpochMilli(),
            start,
            settings.perSecond(),
            settings.steady(),
            settings.shares());
    this.outlet = new TopicOutlet(topic);
    this.feed = new Feed(new TrafficGenerator(scenario), new Pace(start, now, 1), outlet);
    this.thread = new Thread(this::run, "traffic");
    this.thread.setDaemon(true);
  }

  /** Starts at once; the topic stays the caller's, to be closed after this. */
  public static LiveTraffic start(EventTopic topic, Settings settings) {
    LiveTraffic traffic = new LiveTraffic(topic, settings);
    traffic.thread.start();
    return traffic;
  }

  private void run() {
    try {
      while (!closing) {
        feed.run(Long.MAX_VALUE, sent -> {});
        if (!closing) {
          log.warn("The broker did not take generated events; going on", outlet.failure());
          TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
        }
      }
    } catch (IOException | RuntimeException failed) {
      log.error("The generator of traffic has failed and sends no more", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many events were handed over so far. */
  public long sent() {
    return feed.sent();
  }

  /** How many of them the broker has. */
  public long acknowledged() {
    return outlet.acknowledged();
  }

  /** How many of them were lost because the broker was away for too long. */
  public long failed() {
    return outlet.failed();
  }

  /** Sends no more; what is on its way arrives when the topic is closed. */
  @Override
  public void close() {
    closing = true;
    feed.stop();
    try {
      thread.join(PATIENCE_MILLIS);
      if (thread.isAlive()) {
        // It waits for room in the producer's buffer.
        thread.interrupt();
        thread.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
