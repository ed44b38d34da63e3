package dev.tidemark.read;

import static dev.tidemark.event.Fate.COUNTED;
import static dev.tidemark.event.Fate.DEAD;
import static dev.tidemark.event.Fate.DUPLICATE;
import static dev.tidemark.event.Fate.LATE;
import static dev.tidemark.event.Fate.REDELIVERED;
import static dev.tidemark.event.LogRecord.block;
import static dev.tidemark.event.LogRecord.dead;
import static dev.tidemark.event.LogRecord.event;
import static dev.tidemark.event.SampleViews.micros;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Block;
import dev.tidemark.event.Fate;
import dev.tidemark.event.Lateness;
import dev.tidemark.event.LogRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeeperTest {
  /** An event counts until it is eleven minutes older than the youngest before it. */
  private static final Lateness LATENESS =
      new Lateness(Duration.ofSeconds(60), Duration.ofMinutes(10));

  @Test
  void anEventIsLateOnlyWhenItIsStrictlyOlderThanAllowed() {
    assertThat(
        fates(
            event(0, "12:00:00"),
            event(1, "11:49:00"),
            event(2, "11:48:59.999999"),
            event(3, "12:00:00.000001"),
            event(4, "11:49:00")),
        contains(COUNTED, COUNTED, LATE, COUNTED, LATE));
  }

  @Test
  void theFirstEventCountsHoweverOldItIs() {
    assertThat(fates(event(0, -5_000_000_000L), event(1, "12:00:00")), contains(COUNTED, COUNTED));
  }

  @Test
  void aLateEventTellsHowFarItLayBehindTheWatermark() {
    Block kept = keeper().keep(block(event(0, "12:00:00"), event(1, "11:40:00")));

    assertThat(kept.behindMicros(1), is(Duration.ofMinutes(19).toNanos() / 1000));
  }

  @Test
  void aRecordThatIsNoEventDoesNotMoveTheClock() {
    Keeper keeper = keeper();
    Block kept = keeper.keep(block(event(0, "11:00:00"), dead(1), event(2, "11:00:01")));

    assertThat(fatesOf(kept), contains(COUNTED, DEAD, COUNTED));
    assertThat(keeper.maxEventMicros(), is(micros("11:00:01")));
  }

  @Test
  void aLateEventDoesNotMoveTheClock() {
    Keeper keeper = keeper();
    keeper.keep(block(event(0, "12:00:00"), event(1, "11:00:00")));

    assertThat(keeper.maxEventMicros(), is(micros("12:00:00")));
  }

  @Test
  void offsetsThatComeAgainAreNoRecordsOfTheirOwn() {
    Keeper keeper = keeper();
    keeper.keep(block(event(5, "12:00:00"), event(6, "12:00:01")));
    Block again =
        keeper.keep(block(event(5, "12:00:00"), event(6, "12:00:01"), event(8, "12:10:00")));

    assertThat(fatesOf(again), contains(REDELIVERED, REDELIVERED, COUNTED));
    assertThat(keeper.nextOffset(), is(9L));
  }

  @Test
  void aBlockTellsTheLargestEventTimeOfItsPartitionSoFar() {
    Keeper keeper = keeper();
    keeper.keep(block(event(0, "12:00:00")));

    assertThat(keeper.keep(block(event(1, "11:55:00"))).maxEventMicros(), is(micros("12:00:00")));
  }

  @Test
  void aKeeperThatGoesOnKnowsWhatIsLateAndWhatWasRead() {
    Keeper keeper = Keeper.goingOn(LATENESS, 100, micros("12:00:00"), false);

    assertThat(
        fatesOf(
            keeper.keep(
                block(event(99, "12:00:00"), event(100, "11:48:59"), event(101, "11:49:00")))),
        contains(REDELIVERED, LATE, COUNTED));
  }

  @Test
  void anEventWhoseIdWasCountedIsADuplicateUntilARetryWouldBeLate() {
    assertThat(
        fatesOf(
            Keeper.starting(LATENESS, true)
                .keep(
                    block(
                        event(0, "12:00:00").withId("a"),
                        event(1, "12:00:00").withId("a"),
                        event(2, "12:00:05").withId("b"),
                        event(3, "12:00:06"),
                        event(4, "12:00:07"),
                        event(5, "12:11:00").withId("a"),
                        event(6, "12:11:00.000001"),
                        event(7, "12:11:00").withId("a"),
                        event(8, "12:11:00").withId("a")))),
        contains(
            COUNTED, DUPLICATE, COUNTED, COUNTED, COUNTED, DUPLICATE, COUNTED, COUNTED, DUPLICATE));
  }

  @Test
  void idsMeanNothingUnlessTheUserAsksForIt() {
    assertThat(
        fates(event(0, "12:00:00").withId("a"), event(1, "12:00:00").withId("a")),
        contains(COUNTED, COUNTED));
  }

  @Test
  void aLateEventsIdIsNotRemembered() {
    Keeper keeper = Keeper.starting(LATENESS, true);
    Block kept =
        keeper.keep(
            block(
                event(0, "12:00:00"),
                event(1, "11:00:00").withId("a"),
                event(2, "12:00:00").withId("a")));

    assertThat(fatesOf(kept), contains(COUNTED, LATE, COUNTED));
  }

  /** However the source cuts the records, and wherever it is restored and delivers again. */
  @Property(tries = 500)
  void fatesDependOnTheOrderOfThePartitionAlone(@ForAll long seed) {
    Random chance = new Random(seed);
    boolean byId = chance.nextBoolean();
    List<LogRecord> log = log(chance);
    Keeper keeper = Keeper.starting(LATENESS, byId);
    List<Fate> fates = new ArrayList<>();
    int next = 0;
    while (next < log.size()) {
      int from = chance.nextInt(4) == 0 ? chance.nextInt(next + 1) : next;
      int to = next + 1 + chance.nextInt(Math.min(30, log.size() - next));
      Block kept = keeper.keep(block("web_events", 0, log.subList(from, to)));
      List<Fate> told = fatesOf(kept);
      assertThat(
          told.subList(0, next - from).stream().allMatch(fate -> fate == REDELIVERED), is(true));
      fates.addAll(told.subList(next - from, told.size()));
      next = to;
      keeper = chance.nextBoolean() ? restored(keeper) : keeper;
    }

    assertThat(fates, is(naiveFates(log, byId)));
  }

  private static List<LogRecord> log(Random chance) {
    List<LogRecord> log = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < 200; i++) {
      offset += 1 + chance.nextInt(3);
      long time = micros("12:00:00") + 20_000_000L * i;
      long lag = chance.nextInt(3) == 0 ? chance.nextLong(1_500_000_000L) : 0;
      LogRecord event = chance.nextInt(10) == 0 ? dead(offset) : event(offset, time - lag);
      log.add(chance.nextBoolean() ? event.withId("id " + chance.nextInt(40)) : event);
    }
    return log;
  }

  /** What the fates mean, said of every record by looking at all records before it. */
  private static List<Fate> naiveFates(List<LogRecord> log, boolean byId) {
    List<Fate> fates = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      LogRecord record = log.get(i);
      List<LogRecord> before = log.subList(0, i).stream().filter(r -> !r.dead()).toList();
      long oldest = before.stream().mapToLong(LogRecord::eventMicros).max().orElse(Long.MAX_VALUE);
      long oldestAdmitted = oldest == Long.MAX_VALUE ? Long.MIN_VALUE : oldest - 660_000_000L;
      boolean seen =
          IntStream.range(0, i)
              .filter(j -> fates.get(j) == COUNTED && record.eventId() != null)
              .mapToObj(log::get)
              .anyMatch(
                  r -> record.eventId().equals(r.eventId()) && r.eventMicros() >= oldestAdmitted);
      if (record.dead()) {
        fates.add(DEAD);
      } else if (record.eventMicros() < oldestAdmitted) {
        fates.add(LATE);
      } else {
        fates.add(byId && seen ? DUPLICATE : COUNTED);
      }
    }
    return fates;
  }

  private static Keeper restored(Keeper keeper) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      keeper.write(new DataOutputStream(bytes));
      return Keeper.read(
          LATENESS, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Keeper keeper() {
    return Keeper.starting(LATENESS, false);
  }

  private static List<Fate> fates(LogRecord... records) {
    return fatesOf(keeper().keep(block(records)));
  }

  private static List<Fate> fatesOf(Block block) {
    return IntStream.range(0, block.size()).mapToObj(block::fate).toList();
  }
}
