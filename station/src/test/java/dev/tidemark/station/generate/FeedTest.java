package dev.tidemark.station.generate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class FeedTest {

  private final Instant start = Instant.now();

  /** Counts what it is given, and may hold everything up once. */
  private static final class Counter implements Outlet {
    private final long holdUpAt;
    private final Duration holdUp;
    private long taken;

    Counter(long holdUpAt, Duration holdUp) {
      this.holdUpAt = holdUpAt;
      this.holdUp = holdUp;
    }

    @Override
    public boolean send(GeneratedEvent event) {
      if (++taken == holdUpAt) {
        long end = System.nanoTime() + holdUp.toNanos();
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
      }
      return true;
    }

    @Override
    public void pause() {}

    @Override
    public void finish() {}
  }

  @ParameterizedTest
  @CsvSource({"10, 12, 1", "2000, 2000, 1", "50000, 50000, 1", "10, 1000, 100"})
  void eventsLeaveAtTheRateOfTheClock(double perSecond, long count, double speed) throws Exception {
    Instant hourAgo = start.minusSeconds(3600);
    double seconds = run(events(hourAgo, perSecond), new Pace(hourAgo, hourAgo, speed), count);
    assertThat(seconds, is(closeTo(count / perSecond / speed, 0.35)));
  }

  @Test
  void thePastIsToldAtOnce() throws Exception {
    Pace pace = new Pace(start, start.plusSeconds(3600), 1);
    assertThat(run(events(10), pace, 36_000), is(lessThan(1.0)));
  }

  @Test
  void whatBeganInThePastDoesNotOvertakeTheClock() throws Exception {
    Instant secondAgo = start.minusSeconds(1);
    double seconds = run(events(secondAgo, 100), new Pace(secondAgo, secondAgo, 10), 200);
    assertThat(seconds, is(closeTo(1, 0.35)));
  }

  @Test
  void afterAnInterruptionItCatchesUpAtTenTimesThePaceAtMost() throws Exception {
    Counter slow = new Counter(100, Duration.ofSeconds(1));
    Feed feed = new Feed(events(1000), new Pace(start, start, 1), slow);
    long began = System.nanoTime();
    feed.run(1_600, sent -> {});
    double seconds = (System.nanoTime() - began) / 1e9;
    // 0.1 s, held up for 1 s, then the 1,000 that were missed and what came meanwhile.
    assertThat(seconds, is(greaterThan(1.22)));
    assertThat(seconds, is(lessThan(1.9)));
  }

  @Test
  void itStopsBetweenTwoEventsThatAreFarApart() throws Exception {
    Feed feed = new Feed(events(0.001), new Pace(start, start, 1), new Counter(0, Duration.ZERO));
    Thread stopper =
        new Thread(
            () -> {
              while (feed.sent() == 0) {
                Thread.onSpinWait();
              }
              feed.stop();
            });
    stopper.start();
    long began = System.nanoTime();
    feed.run(Long.MAX_VALUE, sent -> {});
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began), is(lessThan(5L)));
    assertThat(feed.sent(), is(1L));
    stopper.join();
  }

  private static double run(Iterator<GeneratedEvent> events, Pace pace, long count)
      throws Exception {
    Feed feed = new Feed(events, pace, new Counter(0, Duration.ZERO));
    long began = System.nanoTime();
    feed.run(count, sent -> {});
    assertThat(feed.sent(), is(count));
    return (System.nanoTime() - began) / 1e9;
  }

  private Iterator<GeneratedEvent> events(double perSecond) {
    return events(start, perSecond);
  }

  private static Iterator<GeneratedEvent> events(Instant from, double perSecond) {
    long between = (long) (1e9 / perSecond);
    return LongStream.range(0, Long.MAX_VALUE)
        .mapToObj(n -> new GeneratedEvent(from.plusNanos(n * between), new byte[0], new byte[0]))
        .iterator();
  }
}
