package dev.tidemark.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Block;
import dev.tidemark.event.Fate;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.event.LogRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void recordsOfTwoPartitionsInTurnStandInLinesOfTheirOwn() {
    Block one = block(1, 0, 1);
    Block two = block(2, 0, 1);
    for (int record = 0; record < 2; record++) {
      ledger.enter(one, record, Fate.COUNTED, false);
      ledger.enter(two, record, Fate.LATE, false);
    }

    List<LedgerEntry> entries = ledger.close();
    assertThat(entries.stream().map(LedgerEntry::partition).toList(), contains(1, 2));
    assertThat(entries.stream().map(LedgerEntry::counted).toList(), contains(2L, 0L));
    assertThat(entries.stream().map(LedgerEntry::late).toList(), contains(0L, 2L));
  }

  @Test
  void aBlockAcrossTwoRangesStandsInBoth() {
    Block block = block(1, LedgerEntry.RANGE - 1, LedgerEntry.RANGE);
    ledger.enter(block, 0, Fate.COUNTED, true);
    ledger.enter(block, 1, Fate.COUNTED, false);

    assertThat(
        ledger.close().stream().map(LedgerEntry::firstOffset).toList(),
        contains(0L, LedgerEntry.RANGE));
  }

  @Test
  void aClosedLedgerBeginsAnewWithTheSameBlock() {
    Block block = block(1, 0, 1);
    ledger.enter(block, 0, Fate.COUNTED, false);
    ledger.close();
    ledger.enter(block, 1, Fate.COUNTED, false);

    assertThat(ledger.close().get(0).read(), is(1L));
  }

  private static Block block(int partition, long first, long second) {
    return LogRecord.block(
        "web_events",
        partition,
        List.of(LogRecord.event(first, "12:00:00"), LogRecord.event(second, "12:00:01")));
  }
}
