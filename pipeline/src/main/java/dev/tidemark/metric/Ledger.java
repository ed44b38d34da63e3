package dev.tidemark.metric;

import dev.tidemark.event.Block;
import dev.tidemark.event.Fate;
import dev.tidemark.event.LedgerEntry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the books: what became of the records of each aligned range of offsets. */
public final class Ledger {

  private record Page(String topic, int partition, long firstOffset) {}

  private static final class Line {
    long lastOffset;
    long counted;
    long late;
    long duplicate;
    long dead;
    long bot;
    long minEventMicros = Long.MAX_VALUE;
    long maxEventMicros = Long.MIN_VALUE;
  }

  private final Map<Page, Line> lines = new LinkedHashMap<>();

  /** Where the record before was entered: the next one mostly stands in the same line. */
  private Block block;

  private long first;
  private Line line;

  /**
   * Enters one record; records that are handed over once more are none.
   *
   * @param fate what became of it in the end
   */
  public void enter(Block block, int record, Fate fate, boolean bot) {
    if (fate == Fate.REDELIVERED) {
      return;
    }
    long offset = block.offset(record);
    Line line = line(block, offset - offset % LedgerEntry.RANGE);
    line.lastOffset = Math.max(line.lastOffset, offset);
    switch (fate) {
      case COUNTED -> line.counted++;
      case LATE -> line.late++;
      case DUPLICATE -> line.duplicate++;
      case DEAD -> line.dead++;
      case REDELIVERED -> throw new IllegalStateException("redelivered records have no line");
    }
    if (bot) {
      line.bot++;
    }
    if (block.failure(record) == null) {
      line.minEventMicros = Math.min(line.minEventMicros, block.eventMicros(record));
      line.maxEventMicros = Math.max(line.maxEventMicros, block.eventMicros(record));
    }
  }

  private Line line(Block block, long first) {
    if (block != this.block || first != this.first) {
      this.block = block;
      this.first = first;
      line =
          lines.computeIfAbsent(
              new Page(block.topic(), block.partition(), first), page -> new Line());
    }
    return line;
  }

  /** What was entered, one entry a range; the ledger is empty afterwards. */
  public List<LedgerEntry> close() {
    List<LedgerEntry> entries =
        lines.entrySet().stream().map(line -> entry(line.getKey(), line.getValue())).toList();
    lines.clear();
    block = null;
    return entries;
  }

  /** The sum of entries of the same range. */
  public static LedgerEntry sum(Collection<LedgerEntry> entries) {
    return entries.stream().reduce(Ledger::sum).orElseThrow();
  }

  /** The sum of two entries of the same range. */
  public static LedgerEntry sum(LedgerEntry one, LedgerEntry other) {
    return new LedgerEntry(
        one.topic(),
        one.partition(),
        one.firstOffset(),
        Math.max(one.lastOffset(), other.lastOffset()),
        one.read() + other.read(),
        one.counted() + other.counted(),
        one.late() + other.late(),
        one.duplicate() + other.duplicate(),
        one.dead() + other.dead(),
        one.bot() + other.bot(),
        Math.min(one.minEventMicros(), other.minEventMicros()),
        Math.max(one.maxEventMicros(), other.maxEventMicros()));
  }

  private static LedgerEntry entry(Page page, Line line) {
    return new LedgerEntry(
        page.topic(),
        page.partition(),
        page.firstOffset(),
        line.lastOffset,
        line.counted + line.late + line.duplicate + line.dead,
        line.counted,
        line.late,
        line.duplicate,
        line.dead,
        line.bot,
        line.minEventMicros,
        line.maxEventMicros);
  }
}
