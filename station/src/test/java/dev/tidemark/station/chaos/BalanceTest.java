package dev.tidemark.station.chaos;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.station.chaos.Books.Entry;
import dev.tidemark.station.chaos.KnownStream.Taken;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BalanceTest {

  private static final Map<Integer, Taken> SENT =
      Map.of(0, new Taken(100, 99), 1, new Taken(50, 49));
  private static final Map<Integer, Long> WRITTEN = Map.of(0, 100L, 1, 50L, 2, 0L);

  @Test
  void whatIsCountedLateDuplicateOrDeadIsNotLost() {
    Balance even = Balance.of(SENT, WRITTEN, Map.of(0, entry(90, 4, 3, 3), 1, entry(50, 0, 0, 0)));
    assertThat(even.isEven(), is(true));
    assertThat(even.sent(), is(150L));
    assertThat(even.written(), is(150L));
    assertThat(even.entered(), is(new Entry(99, 150, 140, 4, 3, 3)));
  }

  @Test
  void oneTooFewInOnePartitionIsNotMadeUpForByOneTooManyInAnother() {
    Balance odd = Balance.of(SENT, WRITTEN, Map.of(0, entry(99, 0, 0, 0), 1, entry(50, 0, 1, 0)));
    assertThat(odd.lost(), is(1L));
    assertThat(odd.doubled(), is(1L));
    assertThat(odd.isEven(), is(false));
  }

  @Test
  void aPartitionWithoutALineInTheLedgerIsLost() {
    Balance odd = Balance.of(SENT, WRITTEN, Map.of(0, entry(100, 0, 0, 0)));
    assertThat(odd.lost(), is(50L));
  }

  @Test
  void aRecordThatTheBrokerHasLostOrDoubledIsSeen() {
    Map<Integer, Entry> entered = Map.of(0, entry(99, 0, 0, 0), 1, entry(52, 0, 0, 0));
    Balance odd = Balance.of(SENT, Map.of(0, 99L, 1, 52L), entered);
    assertThat(odd.lost(), is(1L));
    assertThat(odd.doubled(), is(2L));
  }

  @Test
  void recordsThatWereReadAndStandInNoColumnAreNotEven() {
    Entry entry = new Entry(99, 151, 100, 0, 0, 0);
    Balance odd = Balance.of(SENT, WRITTEN, Map.of(0, entry, 1, entry(50, 0, 0, 0)));
    assertThat(odd.isEven(), is(false));
  }

  private static Entry entry(long counted, long late, long duplicate, long dead) {
    long read = counted + late + duplicate + dead;
    return new Entry(read - 1, read, counted, late, duplicate, dead);
  }
}
