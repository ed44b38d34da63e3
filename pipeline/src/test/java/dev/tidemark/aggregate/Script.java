package dev.tidemark.aggregate;

import static dev.tidemark.event.SampleViews.micros;
import static org.apache.beam.sdk.transforms.windowing.BoundedWindow.TIMESTAMP_MIN_VALUE;

import dev.tidemark.enrich.ViewsCoder;
import dev.tidemark.event.Block;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Fate;
import dev.tidemark.event.Lateness;
import dev.tidemark.event.LogRecord;
import dev.tidemark.event.Views;
import dev.tidemark.read.Keeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;

/**
 * What is read from partitions, and when: each through its keeper, as blocks whose timestamp is the
 * watermark before them. Told once, it can be fed as a stream or as a bounded collection.
 */
final class Script {

  static final Lateness LATENESS = new Lateness(Duration.ofSeconds(60), Duration.ofMinutes(10));

  private final Map<Integer, Keeper> keepers = new HashMap<>();
  private final Map<Integer, Long> nextOffsets = new HashMap<>();
  private final List<Views> delivered = new ArrayList<>();
  private final List<EnrichedView> read = new ArrayList<>();
  private TestStream.Builder<Views> stream = TestStream.create(new ViewsCoder());
  private Instant watermark = TIMESTAMP_MIN_VALUE;

  /** A block of new records; they count unless their keeper finds them late. */
  Script read(int partition, EnrichedView... views) {
    return read(partition, List.of(views));
  }

  Script read(int partition, List<EnrichedView> views) {
    long first = nextOffsets.merge(partition, (long) views.size(), Long::sum) - views.size();
    read.addAll(views);
    return deliver(partition, first, views);
  }

  /** A block that was read before, handed over once more. */
  Script redeliver(int partition, long firstOffset, List<EnrichedView> views) {
    return deliver(partition, firstOffset, views);
  }

  private Script deliver(int partition, long first, List<EnrichedView> views) {
    List<LogRecord> records = new ArrayList<>();
    for (EnrichedView view : views) {
      records.add(LogRecord.event(first + records.size(), view.view().eventMicros()));
    }
    Block kept =
        keepers
            .computeIfAbsent(partition, p -> Keeper.starting(LATENESS, false))
            .keep(LogRecord.block("web_events", partition, records));
    List<EnrichedView> counted = new ArrayList<>();
    for (int record = 0; record < kept.size(); record++) {
      if (kept.fate(record) == Fate.COUNTED) {
        counted.add(views.get(record));
      }
    }
    Views block = new Views("web_events", partition, kept.maxEventMicros(), counted);
    delivered.add(block);
    stream = stream.addElements(TimestampedValue.of(block, watermark));
    return this;
  }

  /** The engine's watermark comes to a time of day. */
  Script watermark(String time) {
    watermark = Instant.ofEpochMilli(micros(time) / 1000);
    stream = stream.advanceWatermarkTo(watermark);
    return this;
  }

  Script wait(Duration processingTime) {
    stream = stream.advanceProcessingTime(millis(processingTime));
    return this;
  }

  /** What was read as a stream, which ends after all. */
  PTransform<PBegin, PCollection<Views>> unbounded() {
    watermark("2026-01-06T00:00:00Z");
    for (int tick = 0; tick < 5; tick++) {
      wait(Duration.ofDays(1));
    }
    return stream.advanceWatermarkToInfinity();
  }

  PTransform<PBegin, PCollection<Views>> bounded() {
    return Create.of(delivered).withCoder(new ViewsCoder());
  }

  /** All events that were read, each once, whatever their fates. */
  List<EnrichedView> events() {
    return List.copyOf(read);
  }

  private static org.joda.time.Duration millis(Duration duration) {
    return org.joda.time.Duration.millis(duration.toMillis());
  }
}
