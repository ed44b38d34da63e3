package dev.tidemark.bench;

import dev.tidemark.event.Block;
import dev.tidemark.event.Lateness;
import dev.tidemark.read.Keeper;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs a record to count once: the keeper beside packing the same records. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KeeperBenchmark {
  private static final int RECORDS = 500;
  private static final int BLOCKS = 20;

  private final SampleBlocks blocks = new SampleBlocks();
  private final byte[][][] records = new byte[BLOCKS][][];
  private final Block[] packed = new Block[BLOCKS];

  public KeeperBenchmark() {
    byte[][] all = SampleEvents.of(1, RECORDS * BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      records[i] = new byte[RECORDS][];
      System.arraycopy(all, i * RECORDS, records[i], 0, RECORDS);
      packed[i] = blocks.pack(records[i], (long) i * RECORDS);
    }
  }

  /** By the offset of the record, and late or not: what always happens. */
  @Benchmark
  @OperationsPerInvocation(RECORDS * BLOCKS)
  public long keep() {
    return keep(false);
  }

  /** By the event's id, too: what {@code --dropRetries} adds. */
  @Benchmark
  @OperationsPerInvocation(RECORDS * BLOCKS)
  public long keepAndDropRetries() {
    return keep(true);
  }

  private long keep(boolean byEventId) {
    Keeper keeper = Keeper.starting(Lateness.DEFAULT, byEventId);
    long counted = 0;
    for (Block block : packed) {
      counted += keeper.keep(block).size();
    }
    return counted + keeper.nextOffset();
  }

  /** What the same records cost before they come to a keeper: parsing and packing. */
  @Benchmark
  @OperationsPerInvocation(RECORDS * BLOCKS)
  public long pack() {
    long bytes = 0;
    for (int i = 0; i < BLOCKS; i++) {
      bytes += blocks.pack(records[i], (long) i * RECORDS).size();
    }
    return bytes;
  }
}
