package dev.tidemark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.enrich.Enricher;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.Block;
import dev.tidemark.event.BlockBuilder;
import dev.tidemark.event.Field;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
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
  private static final Field[] FIELDS = Field.values();

  private final EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);
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
    Block block = pack();
    int bots = 0;
    for (int record = 0; record < block.size(); record++) {
      if (enricher.enrich(block.view(record)).client().bot()) {
        bots++;
      }
    }
    return bots;
  }

  private Block pack() {
    BlockBuilder block = new BlockBuilder("web_events", 0, RECORDS, 400 * RECORDS);
    for (int offset = 0; offset < records.length; offset++) {
      byte[] value = records[offset];
      block.add(offset, SampleEvents.START_MILLIS, value);
      if (!parser.parse(value, 0, value.length, Long.MAX_VALUE)) {
        throw new IllegalStateException(parser.detail());
      }
      block.event(parser.eventMicros());
      for (Field field : FIELDS) {
        if (parser.has(field)) {
          block.field(field, parser.source(field), parser.start(field), parser.length(field));
        }
      }
    }
    return block.build();
  }
}
