package dev.tidemark.station.chaos;

import dev.tidemark.station.chaos.Books.Entry;
import dev.tidemark.station.chaos.KnownStream.Taken;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What went in against what came out, partition by partition, so that a record too few in one is
 * not made up for by one too many in another.
 *
 * @param sent records that the broker has acknowledged
 * @param written records that the topic holds
 * @param entered what the ledger says of them
 * @param lost records that were sent and are not in the topic, or are there and in no column
 * @param doubled records that stand in the topic, or in the ledger, once too often
 */
record Balance(long sent, long written, Entry entered, long lost, long doubled) {

  static Balance of(
      Map<Integer, Taken> sent, Map<Integer, Long> written, Map<Integer, Entry> entered) {
    Balance balance = new Balance(0, 0, Entry.NONE, 0, 0);
    Set<Integer> partitions = new TreeSet<>(sent.keySet());
    partitions.addAll(written.keySet());
    partitions.addAll(entered.keySet());
    for (int partition : partitions) {
      balance =
          balance.plus(
              sent.getOrDefault(partition, new Taken(0, -1)).records(),
              written.getOrDefault(partition, 0L),
              entered.getOrDefault(partition, Entry.NONE));
    }
    return balance;
  }

  private Balance plus(long taken, long there, Entry entry) {
    return new Balance(
        sent + taken,
        written + there,
        entered.plus(entry),
        lost + tooFew(taken, there) + tooFew(there, entry.accounted()),
        doubled + tooFew(there, taken) + tooFew(entry.accounted(), there));
  }

  private static long tooFew(long wanted, long found) {
    return Math.max(0, wanted - found);
  }

  boolean isEven() {
    return lost == 0 && doubled == 0 && entered.read() == entered.accounted();
  }
}
