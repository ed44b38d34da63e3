package dev.tidemark.run;

import static dev.tidemark.event.LedgerEntry.RANGE;
import static dev.tidemark.event.LogRecord.dead;
import static dev.tidemark.event.LogRecord.event;
import static dev.tidemark.event.SampleViews.micros;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.LogRecord;
import dev.tidemark.run.SimulatedRounds.Kept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.common.TopicPartition;

/**
 * The proof of rounds: however a log is cut into them, the tables equal one look at everything.
 * Offsets are sparse, as transactions and compaction leave them, so that few records span many
 * ranges of the ledger.
 */
class RoundsPropertyTest {
  private static final int ROUNDS = 8;

  /** With partitions that come later, stay silent, lag by an hour, and rounds that die half-way. */
  @Property(tries = 300)
  void roundsAddUpToOneLookAtEverything(@ForAll long seed) {
    Random chance = new Random(seed);
    Map<TopicPartition, List<LogRecord>> log = log(chance);
    SimulatedRounds rounds = new SimulatedRounds(log);
    Map<TopicPartition, Kept> broker = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      append(broker, log, chance);
      if (chance.nextInt(4) == 0) {
        rounds.fail(broker, chance);
        append(broker, log, chance);
      }
      rounds.run(broker);
      assertThat("round " + round, rounds.database(), is(rounds.recount(broker)));
    }
  }

  /** Whatever the broker deletes, a round says so or is right. */
  @Property(tries = 300)
  void aRoundThatLacksRecordsItNeedsRefusesInsteadOfCountingLess(@ForAll long seed) {
    Random chance = new Random(seed);
    Map<TopicPartition, List<LogRecord>> log = log(chance);
    SimulatedRounds rounds = new SimulatedRounds(log);
    Map<TopicPartition, Kept> broker = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      append(broker, log, chance);
      try {
        rounds.run(broker);
      } catch (UserError refused) {
        Statistics.collect("refused");
        return;
      }
      assertThat("round " + round, rounds.database(), is(rounds.recount(broker)));
      delete(broker, rounds, chance);
    }
    Statistics.collect("all rounds ran");
  }

  /**
   * The row of the ledger still grew: it was written anew from the records that were left, and as
   * they were more than before, the row without the dead record won.
   */
  @Example
  void aDeadRecordThatTheBrokerDeletedWasDroppedFromARowOfTheLedgerThatGrew() {
    TopicPartition partition = new TopicPartition("web_events", 0);
    SimulatedRounds rounds =
        new SimulatedRounds(
            Map.of(
                partition,
                List.of(dead(0), event(1, micros("12:00:00")), event(2, micros("12:00:01")))));
    Map<TopicPartition, Kept> read = Map.of(partition, new Kept(0, 1));
    rounds.run(read);

    assertThrows(UserError.class, () -> rounds.run(Map.of(partition, new Kept(1, 3))));
    assertThat(rounds.database(), is(rounds.recount(read)));
  }

  private static void append(
      Map<TopicPartition, Kept> broker, Map<TopicPartition, List<LogRecord>> log, Random chance) {
    log.forEach(
        (partition, records) -> {
          Kept kept = broker.get(partition);
          if (kept == null && (broker.isEmpty() || chance.nextInt(3) == 0)) {
            kept = new Kept(records.get(0).offset(), records.get(0).offset());
          }
          if (kept != null) {
            long last = records.get(records.size() - 1).offset() + 1;
            long more = chance.nextInt(3) == 0 ? 0 : chance.nextLong(40_000);
            broker.put(partition, new Kept(kept.beginning(), Math.min(last, kept.end() + more)));
          }
        });
  }

  private static void delete(
      Map<TopicPartition, Kept> broker, SimulatedRounds rounds, Random chance) {
    broker.replaceAll(
        (partition, kept) -> {
          long read = rounds.nextOffset(partition);
          if (read <= kept.beginning() || chance.nextInt(6) > 0) {
            return kept;
          }
          long all = read - kept.beginning();
          long gone = chance.nextInt(8) == 0 ? all : all / 6;
          long beginning = kept.beginning() + chance.nextLong(gone + 1);
          long aligned = chance.nextBoolean() ? beginning - beginning % RANGE : beginning;
          return new Kept(Math.max(kept.beginning(), aligned), kept.end());
        });
  }

  private static Map<TopicPartition, List<LogRecord>> log(Random chance) {
    Map<TopicPartition, List<LogRecord>> log = new HashMap<>();
    for (int partition = 0; partition < 3; partition++) {
      log.put(new TopicPartition("web_events", partition), records(partition, chance));
    }
    return log;
  }

  private static List<LogRecord> records(int partition, Random chance) {
    List<LogRecord> records = new ArrayList<>();
    long offset = chance.nextBoolean() ? 0 : chance.nextLong(15_000);
    long now = micros("12:00:00") - (chance.nextInt(4) == 0 ? 3_600_000_000L * partition : 0);
    long pace = 1_000_000L * (1 + chance.nextInt(60));
    for (int i = 0; i < 150; i++) {
      now += chance.nextLong(pace) + (chance.nextInt(60) == 0 ? 1_800_000_000L : 0);
      records.add(
          switch (chance.nextInt(12)) {
            case 0 -> dead(offset);
            case 1, 2 -> event(offset, now - chance.nextLong(1_500_000_000L));
            case 3, 4, 5 -> event(offset, now - chance.nextLong(600_000_000L));
            default -> event(offset, now - chance.nextLong(60_000_000L));
          });
      offset += 1 + chance.nextLong(1_500);
    }
    return records;
  }
}
