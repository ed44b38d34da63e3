package dev.tidemark.station.pulse;

import static dev.tidemark.station.Installation.eventually;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.event.Lateness;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.station.Installation;
import dev.tidemark.write.Postgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HeartTest {
  private static final Duration IDLE_AFTER = Duration.ofSeconds(90);
  private static Installation ground;

  @BeforeAll
  static void start() throws Exception {
    ground = Installation.start();
  }

  @AfterAll
  static void stop() throws Exception {
    ground.close();
  }

  @Test
  void theLagIsWhatTheLedgerDoesNotHaveAndTheWatermarkIsBehindTheLargestEventTime()
      throws Exception {
    topic("half", 2);
    ground.produce("half", 0, "a", "b", "c", "d", "e");
    ground.enter("half", 0, 0, 2, 1, 1, 0, 1, "2026-01-09 12:00:00.123456Z");
    Pulse pulse = pulse("half", p -> p.read() == 3);
    PartitionPulse first = pulse.partitions().get(0);
    assertThat(first.endOffset(), is(5L));
    assertThat(first.nextOffset(), is(3L));
    assertThat(first.lag(), is(2L));
    assertThat(first.watermark(), is(Instant.parse("2026-01-09T11:59:00.123Z")));
    assertThat(first.idle(), is(false));
    assertThat(pulse.lag(), is(2L));
    assertThat(List.of(pulse.counted(), pulse.late(), pulse.dead()), is(List.of(1L, 1L, 1L)));
    assertThat(pulse.trouble().isEmpty(), is(true));
  }

  @Test
  void aPartitionWithNothingLeftFollowsTheClock() throws Exception {
    topic("read", 1);
    ground.produce("read", 0, "a");
    ground.enter("read", 0, 0, 0, "2026-01-09 12:00:00Z");
    Pulse pulse = pulse("read", p -> p.read() == 1);
    PartitionPulse only = pulse.partitions().get(0);
    assertThat(only.lag(), is(0L));
    assertThat(only.watermark(), is(pulse.at().minus(IDLE_AFTER)));
  }

  @Test
  void whatEndsATransactionIsNoLagOnceItHasBeenLookedAt() throws Exception {
    topic("transactions", 1);
    ground.produceInTransaction("transactions", 0, true, "a", "b");
    ground.produceInTransaction("transactions", 0, false, "never", "seen");
    ground.enter("transactions", 0, 0, 1, "2026-01-09 12:00:00Z");
    try (Heart heart = heart("transactions")) {
      Pulse first = awaited(heart, p -> p.read() == 2);
      assertThat(first.lag(), is(4L));
      Pulse settled = awaited(heart, p -> p.lag() == 0);
      assertThat(settled.partitions().get(0).idle(), is(true));
      assertThat(settled.watermark(), is(nullValue()));
      ground.produce("transactions", 0, "c");
      assertThat(awaited(heart, p -> p.lag() > 0).partitions().get(0).idle(), is(false));
    }
  }

  @Test
  void aRecordThatNobodyCountsStaysALag() throws Exception {
    topic("stuck", 1);
    ground.produce("stuck", 0, "a", "b");
    ground.enter("stuck", 0, 0, 0, "2026-01-09 12:00:00Z");
    try (Heart heart = heart("stuck")) {
      Instant begun = awaited(heart, p -> p.read() == 1).at();
      Pulse later = awaited(heart, p -> p.at().isAfter(begun.plusSeconds(14)));
      assertThat(later.lag(), is(1L));
      assertThat(later.partitions().get(0).idle(), is(false));
    }
  }

  @Test
  void ratesAreThoseOfTheLastSeconds() throws Exception {
    topic("fast", 1);
    try (Heart heart = heart("fast")) {
      Pulse before = awaited(heart, p -> true);
      ground.produce("fast", 0, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
      ground.enter("fast", 0, 0, 4, "2026-01-09 12:00:00Z");
      Pulse after = awaited(heart, p -> p.counted() == 5 && p.eventsPerSecond() > 0);
      double seconds = Duration.between(before.at(), after.at()).toMillis() / 1000.0;
      assertThat(after.eventsPerSecond(), is(closeTo(10 / seconds, 2)));
      assertThat(after.countedPerSecond(), is(greaterThan(0.0)));
      assertThat(after.countedPerSecond(), is(lessThan(after.eventsPerSecond())));
    }
  }

  @Test
  void rowsThatAreWrittenAreNoticedAndOldRangesCountToo() throws Exception {
    topic("long", 1);
    for (int range = 0; range < 40; range++) {
      ground.enter("long", 0, range * 10_000L, range * 10_000L + 9_999, "2026-01-09 12:00:00Z");
    }
    try (Heart heart = heart("long")) {
      Pulse before = awaited(heart, p -> p.read() == 400_000);
      ground.run(
          "UPDATE ledger SET read = 1, counted = 1 WHERE topic = 'long' AND first_offset=390000");
      Pulse after = awaited(heart, p -> p.read() == 390_001);
      assertThat(awaited(heart, p -> p.changes() > before.changes()).read(), is(after.read()));
    }
  }

  @Test
  void aServerThatIsAwayIsNamedAndTheOtherGoesOn() throws Exception {
    topic("alone", 1);
    ground.produce("alone", 0, "a");
    Postgres nowhere = Postgres.at("postgresql://127.0.0.1:1/none", "nobody", "");
    try (Heart heart = heart(nowhere, ground.kafka(), "alone")) {
      Pulse pulse = awaited(heart, p -> p.trouble().isPresent());
      assertThat(pulse.trouble().get(), containsString("PostgreSQL at"));
      assertThat(pulse.trouble().get(), not(containsString("Kafka")));
    }
    try (Heart heart = heart(ground.postgres(), Installation.kafka("127.0.0.1:1"), "alone")) {
      Pulse pulse = awaited(heart, p -> p.trouble().isPresent());
      assertThat(pulse.trouble().get(), containsString("Kafka at 127.0.0.1:1"));
      assertThat(pulse.trouble().get(), not(containsString("PostgreSQL")));
    }
  }

  @Test
  void aLostConnectionIsMadeAnew() throws Exception {
    topic("cut", 1);
    try (Heart heart = heart("cut")) {
      List<Pulse> pulses = new CopyOnWriteArrayList<>();
      Heart.Listening listening = heart.listen(pulses::add);
      awaited(heart, p -> p.trouble().isEmpty());
      ground.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'tidemark' AND pid <> pg_backend_pid()");
      eventually(() -> pulses, all -> all.stream().anyMatch(p -> p.trouble().isPresent()));
      awaited(heart, p -> p.trouble().isEmpty());
      listening.close();
      int heard = pulses.size();
      Instant then = awaited(heart, p -> true).at();
      awaited(heart, p -> p.at().isAfter(then));
      assertThat(pulses.size(), is(lessThan(heard + 2)));
    }
  }

  @Test
  void aTopicThatIsMissingIsNamedAndNotMade() throws Exception {
    try (Heart heart = heart("nowhere")) {
      Pulse pulse = awaited(heart, p -> p.trouble().isPresent());
      assertThat(pulse.trouble().get(), containsString("has no topic nowhere"));
    }
  }

  @Test
  void itStopsAtOnceThoughKafkaGivesNoAnswer() throws Exception {
    Heart heart = heart(ground.postgres(), Installation.kafka("127.0.0.1:1"), "any");
    long begun = System.nanoTime();
    heart.close();
    assertThat(System.nanoTime() - begun, is(lessThan(Duration.ofSeconds(3).toNanos())));
  }

  private static void topic(String name, int partitions) {
    ground.broker().createTopic(name, partitions);
  }

  private static Pulse pulse(String topic, Predicate<Pulse> wanted) throws SQLException {
    try (Heart heart = heart(topic)) {
      return awaited(heart, wanted);
    }
  }

  private static Heart heart(String topic) {
    return heart(ground.postgres(), ground.kafka(), topic);
  }

  private static Heart heart(Postgres database, KafkaSettings kafka, String topic) {
    Heart heart = new Heart(database, kafka, topic, Lateness.DEFAULT, IDLE_AFTER);
    heart.start();
    return heart;
  }

  private static Pulse awaited(Heart heart, Predicate<Pulse> wanted) {
    return eventually(heart::latest, pulse -> pulse.filter(wanted).isPresent()).orElseThrow();
  }
}
