package dev.tidemark.read;

import dev.tidemark.event.Block;
import dev.tidemark.event.Fate;
import dev.tidemark.read.ReadEvents.Reading;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Reads ranges of offsets to their ends, in blocks of records whose fates are decided. */
public final class ReadRanges extends PTransform<PBegin, PCollection<Block>> {

  private final Reading reading;
  private final List<Range> ranges;

  public ReadRanges(Reading reading, List<Range> ranges) {
    this.reading = reading;
    this.ranges = ranges;
  }

  @Override
  public PCollection<Block> expand(PBegin begin) {
    return begin.apply("Ranges", Read.from(new RangeSource(reading, ranges)));
  }

  /**
   * The smallest time of the events in a range that count; {@link Long#MAX_VALUE} when none does.
   */
  public static long oldestEventMicros(Reading reading, Range range) throws IOException {
    long oldest = Long.MAX_VALUE;
    try (BoundedReader<Block> blocks =
        new RangeSource(reading, List.of(range)).createReader(null)) {
      for (boolean more = blocks.start(); more; more = blocks.advance()) {
        Block block = blocks.getCurrent();
        for (int record = 0; record < block.size(); record++) {
          if (block.fate(record) == Fate.COUNTED) {
            oldest = Math.min(oldest, block.eventMicros(record));
          }
        }
      }
    }
    return oldest;
  }
}
