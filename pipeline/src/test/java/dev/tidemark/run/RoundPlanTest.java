package dev.tidemark.run;

import static dev.tidemark.event.SampleViews.micros;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.LedgerEntry;
import dev.tidemark.read.Range;
import dev.tidemark.run.RoundPlan.Known;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RoundPlanTest {
  private static final RoundPlan PLAN = new RoundPlan(5 * 60_000);
  private static final long NONE = Long.MIN_VALUE;
  private static final LedgerEntry DEAD =
      new LedgerEntry("web_events", 0, 0, 99, 100, 0, 0, 0, 100, 0, Long.MAX_VALUE, NONE);

  @Test
  void theFirstRoundReadsEverythingThatIsThere() {
    assertThat(
        RoundPlan.everything(
            partitions(known(700, 12_345, 700, 700, NONE), known(0, 10, 0, 0, NONE), nothing())),
        contains(range(0, 700, 12_345, NONE), range(1, 0, 10, NONE)));
  }

  @Test
  void withoutNewRecordsThereIsNothingToRead() {
    assertThat(
        PLAN.ranges(
            partitions(known(0, 500, 0, 500, micros("11:50:00"), entry(0, "11:00:00", 500)))),
        empty());
  }

  @Test
  void aRoundBeginsWhereTheRowOfTheLedgerBeginsSoThatItIsWholeAgain() {
    assertThat(
        PLAN.ranges(
            partitions(
                known(
                    0,
                    25_000,
                    0,
                    24_500,
                    micros("13:00:00"),
                    entry(0, "10:00:00", 10_000),
                    entry(10_000, "11:00:00", 10_000),
                    entry(20_000, "12:00:00", 4_500)))),
        contains(range(0, 20_000, 25_000, micros("11:00:00"))));
  }

  @Test
  void windowsThatAnAdmittedEventCanFallIntoPullEarlierRangesIn() {
    assertThat(
        PLAN.ranges(
            partitions(
                known(
                    0,
                    25_000,
                    0,
                    24_500,
                    micros("11:05:00"),
                    entry(0, "10:59:59.999999", 10_000),
                    entry(10_000, "11:00:00", 10_000),
                    entry(20_000, "11:16:00", 4_500)))),
        contains(range(0, 10_000, 25_000, micros("10:59:59.999999"))));
  }

  @Test
  void aPartitionWithoutNewsIsReadForTheWindowsOfTheOthers() {
    assertThat(
        PLAN.ranges(
            partitions(
                known(0, 600, 0, 500, micros("11:30:00"), entry(0, "11:41:00", 500)),
                known(
                    0,
                    20_000,
                    0,
                    20_000,
                    Long.MAX_VALUE,
                    entry(0, "11:00:00", 10_000),
                    entry(10_000, "11:26:00", 10_000)))),
        contains(range(0, 0, 600, NONE), range(1, 10_000, 20_000, micros("11:00:00"))));
  }

  @Test
  void aPartitionThatEndedItsWindowsLongAgoIsNotReadAgain() {
    assertThat(
        PLAN.ranges(
            partitions(
                known(0, 600, 0, 500, micros("11:30:00"), entry(0, "11:41:00", 500)),
                known(0, 10_000, 0, 10_000, Long.MAX_VALUE, entry(0, "11:00:00", 10_000)))),
        contains(range(0, 0, 600, NONE)));
  }

  @Test
  void aNewPartitionIsReadFromItsBeginningAndPullsInTheOthers() {
    assertThat(
        PLAN.ranges(
            partitions(
                known(0, 10_000, 0, 10_000, Long.MAX_VALUE, entry(0, "11:00:00", 10_000)),
                known(3, 10, 3, 3, micros("11:02:00")))),
        contains(range(0, 0, 10_000, NONE), range(1, 3, 10, NONE)));
  }

  @Test
  void aTopicThatNeverBeganAtZeroIsReadFromWhereItBegan() {
    assertThat(
        PLAN.ranges(
            partitions(
                known(
                    2_500, 8_000, 2_500, 7_000, micros("11:49:00"), entry(0, "12:00:00", 4_500)))),
        contains(range(0, 2_500, 8_000, NONE)));
  }

  @Test
  void recordsThatNoWindowNeedsAnyMoreMayBeDeleted() {
    assertThat(
        PLAN.ranges(
            partitions(
                known(
                    10_000,
                    25_000,
                    0,
                    24_500,
                    micros("11:30:00"),
                    entry(0, "11:00:00", 10_000),
                    entry(10_000, "11:30:00", 10_000),
                    entry(20_000, "11:41:00", 4_500)))),
        contains(range(0, 10_000, 25_000, micros("11:00:00"))));
  }

  @Test
  void recordsThatAWindowStillNeedsMayNotBeDeleted() {
    UserError refused =
        assertThrows(
            UserError.class,
            () ->
                PLAN.ranges(
                    partitions(
                        known(
                            10_001,
                            25_000,
                            0,
                            24_500,
                            micros("11:30:00"),
                            entry(0, "11:00:00", 10_000),
                            entry(10_000, "11:30:00", 10_000),
                            entry(20_000, "11:41:00", 4_500)))));

    assertThat(
        refused.getMessage(),
        containsString("begins at offset 10001, but this round needs it from offset 10000"));
    assertThat(refused.remedy(), containsString("retention.ms"));
  }

  @Test
  void recordsThatNobodyReadMayNotBeDeleted() {
    assertThrows(
        UserError.class,
        () ->
            PLAN.ranges(
                partitions(
                    known(
                        20_001, 25_000, 0, 20_000, micros("13:00:00"), entry(0, "12:00:00", 1)))));
  }

  @Test
  void deletedRecordsThatCountedNothingAreNotMissedWhileTheirPartitionIsSilent() {
    assertThat(
        PLAN.ranges(
            partitions(
                known(50, 100, 0, 100, Long.MAX_VALUE, DEAD),
                known(0, 600, 0, 500, micros("11:30:00"), entry(0, "11:41:00", 500)))),
        contains(range(0, 50, 100, NONE), range(1, 0, 600, NONE)));
  }

  @Test
  void deletedRecordsThatCountedNothingAreMissedByTheRowOfTheLedgerThatGrows() {
    UserError refused =
        assertThrows(
            UserError.class,
            () -> PLAN.ranges(partitions(known(50, 200, 0, 100, micros("12:00:00"), DEAD))));

    assertThat(
        refused.getMessage(),
        containsString("begins at offset 50, but this round needs it from offset 0"));
  }

  private static Map<TopicPartition, Known> partitions(Known... known) {
    Map<TopicPartition, Known> partitions = new LinkedHashMap<>();
    for (Known partition : known) {
      partitions.put(new TopicPartition("web_events", partitions.size()), partition);
    }
    return partitions;
  }

  private static Known nothing() {
    return known(0, 0, 0, 0, NONE);
  }

  private static Known known(
      long beginning, long end, long first, long next, long oldestNew, LedgerEntry... ledger) {
    return new Known(beginning, end, first, next, oldestNew, List.of(ledger));
  }

  private static LedgerEntry entry(long first, String maxEventTime, long counted) {
    long max = micros(maxEventTime);
    return new LedgerEntry(
        "web_events", 0, first, first + 9_999, counted, counted, 0, 0, 0, 0, max - 1, max);
  }

  private static Range range(int partition, long from, long to, long maxEventMicros) {
    return new Range("web_events", partition, from, to, maxEventMicros);
  }
}
