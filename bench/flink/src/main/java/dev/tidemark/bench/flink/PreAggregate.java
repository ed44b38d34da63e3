package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Partial;
import dev.tidemark.bench.peer.Slices;
import dev.tidemark.bench.peer.View;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts in the thread of the source, before the shuffle. A slice goes out when the watermark has
 * passed it, and all of them before a checkpoint, so that there is no state to keep here.
 */
final class PreAggregate extends AbstractStreamOperator<Partial>
    implements OneInputStreamOperator<View, Partial> {
  private static final long serialVersionUID = 1;

  private final int shards;
  private transient Slices slices;
  private transient Consumer<Partial> emit;

  PreAggregate(int shards) {
    this.shards = shards;
    chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void open() throws Exception {
    super.open();
    slices = new Slices(shards);
    StreamRecord<Partial> record = new StreamRecord<>(null);
    emit = partial -> output.collect(record.replace(partial, partial.start));
  }

  @Override
  public void processElement(StreamRecord<View> element) {
    slices.add(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long ended = mark.getTimestamp() == Long.MAX_VALUE ? Long.MAX_VALUE : mark.getTimestamp() + 1;
    slices.drain(ended, emit);
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    slices.drain(emit);
    super.prepareSnapshotPreBarrier(checkpoint);
  }

  @Override
  public void finish() throws Exception {
    slices.drain(emit);
    super.finish();
  }
}
