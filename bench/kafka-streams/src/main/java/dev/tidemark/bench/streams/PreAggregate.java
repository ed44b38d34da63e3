package dev.tidemark.bench.streams;

import dev.tidemark.bench.peer.Partial;
import dev.tidemark.bench.peer.Slices;
import dev.tidemark.bench.peer.View;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts in memory, hands all over at regular times and asks for a commit then. Nothing is
 * processed between the two, so a commit never covers what is only in memory.
 */
final class PreAggregate implements Processor<byte[], View, String, Partial> {
  private final int shards;
  private final Duration every;
  private Slices slices;
  private ProcessorContext<String, Partial> context;

  PreAggregate(int shards, Duration every) {
    this.shards = shards;
    this.every = every;
  }

  @Override
  public void init(ProcessorContext<String, Partial> given) {
    context = given;
    slices = new Slices(shards);
    context.schedule(every, PunctuationType.WALL_CLOCK_TIME, this::handOver);
  }

  @Override
  public void process(Record<byte[], View> record) {
    slices.add(record.value());
  }

  private void handOver(long now) {
    slices.drain(
        partial -> context.forward(new Record<>(shardOf(partial), partial, partial.start)));
    context.commit();
  }

  /** What belongs together meets in one partition; of users all. */
  private static String shardOf(Partial partial) {
    return partial.table + "/" + partial.shard;
  }
}
