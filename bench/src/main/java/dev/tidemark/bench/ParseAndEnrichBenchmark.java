package dev.tidemark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.enrich.Enricher;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.Block;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many records a second one thread takes from their bytes to enriched events, as the graph
 * does: parsed and packed into a block, read back as texts, enriched with warm caches.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class ParseAndEnrichBenchmark {
  private static final int RECORDS = 10_000;

  private final SampleBlocks blocks = new SampleBlocks();
  private final byte[][] records = SampleEvents.of(1, RECORDS);
  private Enricher enricher;

  @Setup
  public void prepare() {
    enricher = new Enricher(Enrichment.withSalt("bench".getBytes(UTF_8)));
  }

  @TearDown
  public void close() {
    enricher.close();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public int parseAndEnrich() {
    Block block = blocks.pack(records, 0);
    int bots = 0;
    for (int record = 0; record < block.size(); record++) {
      if (enricher.enrich(block.view(record)).client().bot()) {
        bots++;
      }
    }
    return bots;
  }
}
