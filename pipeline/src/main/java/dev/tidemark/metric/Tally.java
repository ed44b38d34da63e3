package dev.tidemark.metric;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Wire;
import dev.tidemark.metric.Aggregator.Distinct;
import dev.tidemark.metric.Aggregator.Folded;
import dev.tidemark.metric.Aggregator.Latest;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The running result of one key in one slice or window. Tallies of the same metric merge in any
 * order and grouping to the same result, byte for byte.
 */
public final class Tally {
  private static final long[] NO_NUMBERS = {};
  private static final DistinctUsers[] NO_SKETCHES = {};
  private static final Told[] NOTHING_TOLD = {};

  /** What an event said, and when. */
  private record Told(long micros, String text) {
    static final Told NOTHING = new Told(Long.MIN_VALUE, "");

    Told or(Told other) {
      int order = Long.compare(micros, other.micros);
      return order > 0 || (order == 0 && text.compareTo(other.text) >= 0) ? this : other;
    }
  }

  private final Metric metric;
  private long events;
  // All by the index of the aggregator, and empty where no aggregator needs them: most tallies
  // only count, and there are very many of them.
  private final long[] numbers;
  private final DistinctUsers[] sketches;
  private final Told[] told;

  public Tally(Metric metric) {
    this.metric = metric;
    List<Aggregator> aggregators = metric.aggregators();
    long[] ofNothing = NO_NUMBERS;
    DistinctUsers[] ofNobody = NO_SKETCHES;
    Told[] ofNoEvent = NOTHING_TOLD;
    for (int i = 0; i < aggregators.size(); i++) {
      if (aggregators.get(i) instanceof Folded folded) {
        ofNothing = ofNothing == NO_NUMBERS ? new long[aggregators.size()] : ofNothing;
        ofNothing[i] = folded.fold().ofNothing;
      } else if (aggregators.get(i) instanceof Distinct) {
        ofNobody = ofNobody == NO_SKETCHES ? new DistinctUsers[aggregators.size()] : ofNobody;
        ofNobody[i] = new DistinctUsers();
      } else if (aggregators.get(i) instanceof Latest) {
        ofNoEvent = ofNoEvent == NOTHING_TOLD ? new Told[aggregators.size()] : ofNoEvent;
        ofNoEvent[i] = Told.NOTHING;
      }
    }
    numbers = ofNothing;
    sketches = ofNobody;
    told = ofNoEvent;
  }

  private Tally(Tally other) {
    metric = other.metric;
    events = other.events;
    numbers = other.numbers.clone();
    sketches = other.sketches.clone();
    Arrays.setAll(sketches, i -> sketches[i] == null ? null : sketches[i].copy());
    told = other.told.clone();
  }

  public Metric metric() {
    return metric;
  }

  /** How many events are behind this result. */
  public long events() {
    return events;
  }

  public void add(EnrichedView view) {
    add(view, DistinctUsers::coupon);
  }

  /**
   * Counts an event in.
   *
   * @param coupons of users, as {@link DistinctUsers#coupon} has them
   */
  public void add(EnrichedView view, ToIntFunction<String> coupons) {
    events++;
    List<Aggregator> aggregators = metric.aggregators();
    for (int i = 0; i < aggregators.size(); i++) {
      if (aggregators.get(i) instanceof Folded folded) {
        numbers[i] = folded.fold().apply(numbers[i], folded.of().of(view));
      } else if (aggregators.get(i) instanceof Distinct distinct) {
        sketches[i].add(distinct.of().of(view), coupons);
      } else if (aggregators.get(i) instanceof Latest latest) {
        String text = latest.of().of(view);
        if (text != null) {
          told[i] = told[i].or(new Told(view.view().eventMicros(), text));
        }
      }
    }
  }

  public void merge(Tally other) {
    if (!metric.table().equals(other.metric.table())) {
      throw new IllegalArgumentException(metric + " and " + other.metric + " do not add up");
    }
    events += other.events;
    List<Aggregator> aggregators = metric.aggregators();
    for (int i = 0; i < aggregators.size(); i++) {
      if (aggregators.get(i) instanceof Folded folded) {
        numbers[i] = folded.fold().apply(numbers[i], other.numbers[i]);
      } else if (aggregators.get(i) instanceof Distinct) {
        sketches[i].merge(other.sketches[i]);
      } else if (aggregators.get(i) instanceof Latest) {
        told[i] = told[i].or(other.told[i]);
      }
    }
  }

  /** What stands in the column of an aggregator: of distinct ones, the estimate. */
  public long number(int aggregator) {
    Aggregator which = metric.aggregators().get(aggregator);
    if (which instanceof Folded) {
      return numbers[aggregator];
    }
    return which instanceof Distinct ? sketches[aggregator].estimate() : events;
  }

  /** What stands in the sketch column of a distinct aggregator. */
  public byte[] sketch(int aggregator) {
    return sketches[aggregator].toBytes();
  }

  /** What the latest event said, in the column of such an aggregator; empty when none did. */
  public String text(int aggregator) {
    return told[aggregator].text();
  }

  /** When it was said, in microseconds; {@link Long#MIN_VALUE} when nothing was. */
  public long toldAt(int aggregator) {
    return told[aggregator].micros();
  }

  public Tally copy() {
    return new Tally(this);
  }

  public void write(DataOutput out) throws IOException {
    writeSize(out, events);
    List<Aggregator> aggregators = metric.aggregators();
    for (int i = 0; i < aggregators.size(); i++) {
      if (aggregators.get(i) instanceof Folded) {
        out.writeLong(numbers[i]);
      } else if (aggregators.get(i) instanceof Distinct) {
        byte[] image = sketches[i].toBytes();
        writeSize(out, image.length);
        out.write(image);
      } else if (aggregators.get(i) instanceof Latest) {
        out.writeLong(told[i].micros());
        Wire.text(told[i].text(), out);
      }
    }
  }

  public static Tally read(Metric metric, DataInput in) throws IOException {
    Tally tally = new Tally(metric);
    tally.events = readSize(in);
    List<Aggregator> aggregators = metric.aggregators();
    for (int i = 0; i < aggregators.size(); i++) {
      if (aggregators.get(i) instanceof Folded) {
        tally.numbers[i] = in.readLong();
      } else if (aggregators.get(i) instanceof Distinct) {
        byte[] image = new byte[Math.toIntExact(readSize(in))];
        in.readFully(image);
        tally.sketches[i] = DistinctUsers.fromBytes(image);
      } else if (aggregators.get(i) instanceof Latest) {
        tally.told[i] = new Told(in.readLong(), Wire.text(in));
      }
    }
    return tally;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tally that
        && metric.table().equals(that.metric.table())
        && events == that.events
        && Arrays.equals(numbers, that.numbers)
        && Arrays.equals(sketches, that.sketches)
        && Arrays.equals(told, that.told);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(events) * 31 + Arrays.hashCode(numbers);
  }

  @Override
  public String toString() {
    return "%s: %d events, numbers %s, sketches %s, texts %s"
        .formatted(
            metric,
            events,
            Arrays.toString(numbers),
            Arrays.toString(sketches),
            Arrays.toString(told));
  }

  // Seven bits a byte, lowest first, as in protocol buffers: most numbers of events are small.
  private static void writeSize(DataOutput out, long size) throws IOException {
    long rest = size;
    while (rest > 0x7F) {
      out.writeByte((int) (rest | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readSize(DataInput in) throws IOException {
    long size = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.readByte();
      size |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return size;
      }
    }
  }
}
