package dev.tidemark.aggregate;

import dev.tidemark.event.EvenKeys;
import dev.tidemark.metric.Metric;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/**
 * Merges pane blocks per window, one state a metric and shard.
 *
 * <p>State holds slices, not windows: a sliding window is merged from its slices when it is due, so
 * overlapping windows cost no state and no work an event. A pane goes out early, from time to time
 * while its window is open, on time when the watermark passes its end, and again after that as
 * often as admitted events refine it. The engine's windows are not used, because their silent drop
 * of late elements would decide what counts; that is the keeper's to decide, before this step.
 */
public final class MergePanes extends DoFn<KV<String, PaneBlock>, Pane> {

  public static final TupleTag<Pane> PANES = new TupleTag<>("panes") {};
  public static final TupleTag<Reopened> REOPENED = new TupleTag<>("reopened") {};

  /**
   * When results go out, and how long slices are kept.
   *
   * @param watermark whether the engine has timers in event time; where it has none, results go out
   *     in processing time and the events themselves tell which slices can go
   */
  public record Firing(Duration early, Duration allowedLateness, boolean bounded, boolean watermark)
      implements Serializable {

    /** On an engine that has timers in event time. */
    public Firing(Duration early, Duration allowedLateness, boolean bounded) {
      this(early, allowedLateness, bounded, true);
    }
  }

  /** Until when windows end that a tick calls for. */
  private static final long ALL = Long.MAX_VALUE;

  /** In so many steps at most the windows over a slice end. */
  private static final int MOST_STEPS = 64;

  /** How long a partition may be silent before it holds no slices any more. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<Metric> metrics;
  private final Firing firing;
  private transient Map<String, Metric> byTable;

  @StateId("slices")
  @SuppressWarnings("unused") // read by Beam
  private final StateSpec<MapState<Long, PaneBlock>> slicesSpec;

  @StateId("clock")
  @SuppressWarnings("unused") // read by Beam
  private final StateSpec<ValueState<ShardClock>> clockSpec =
      StateSpecs.value(new ShardClock.ClockCoder());

  @TimerId("close")
  @SuppressWarnings("unused") // read by Beam
  private final TimerSpec closeSpec;

  @TimerId("tick")
  @SuppressWarnings("unused") // read by Beam
  private final TimerSpec tickSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  public MergePanes(List<Metric> metrics, Firing firing) {
    this.metrics = List.copyOf(metrics);
    this.firing = firing;
    this.slicesSpec = StateSpecs.map(VarLongCoder.of(), new PaneCoders.OfPaneBlock(metrics));
    // An engine without timers in event time refuses one that is declared, though it is never set.
    this.closeSpec =
        TimerSpecs.timer(firing.watermark() ? TimeDomain.EVENT_TIME : TimeDomain.PROCESSING_TIME);
  }

  /** Tells the outputs of this step how their elements are moved. */
  public static void setCoders(PCollectionTuple outputs, List<Metric> metrics) {
    outputs.get(PANES).setCoder(new PaneCoders.OfPane(metrics));
    outputs.get(REOPENED).setCoder(SerializableCoder.of(Reopened.class));
  }

  @Setup
  public void setup() {
    byTable = metrics.stream().collect(Collectors.toMap(Metric::table, metric -> metric));
  }

  @ProcessElement
  public void process(
      @Element KV<String, PaneBlock> element,
      @Timestamp Instant timestamp,
      @StateId("slices") MapState<Long, PaneBlock> slices,
      @StateId("clock") ValueState<ShardClock> state,
      @TimerId("close") Timer close,
      @TimerId("tick") Timer tick,
      MultiOutputReceiver out) {
    PaneBlock block = element.getValue();
    Metric metric = byTable.get(block.table());
    ShardClock clock = clock(state);
    clock.hear(block.watermarks());
    PaneBlock known = slices.get(block.sliceMillis()).read();
    if (known == null) {
      known = new PaneBlock(block.table(), block.sliceMillis(), Map.of(), new Tallies(metric));
    }
    if (endOfFirstWindow(metric, block.sliceMillis()) <= clock.released) {
      out.get(REOPENED).output(new Reopened(block.table(), block.sliceMillis()));
    }
    known.tallies().merge(block.tallies());
    slices.put(block.sliceMillis(), known);
    if (firing.bounded()) {
      closeAt(GlobalWindow.INSTANCE.maxTimestamp().getMillis(), clock, close);
    } else {
      if (firing.watermark()) {
        // A timer may not be older than the element that sets it, which may be younger than its
        // slice.
        long due = dueAfter(metric, known, clock.closed);
        closeAt(Math.max(due, timestamp.getMillis()), clock, close);
      }
      tickAfter(firing.early(), clock, tick);
    }
    state.write(clock);
  }

  /**
   * The watermark has come as far as this timer; not as far as the state expects, for a timer that
   * was set anew may have been on its way already.
   */
  @OnTimer("close")
  public void close(
      @Key String shard,
      @Timestamp Instant fired,
      @StateId("slices") MapState<Long, PaneBlock> state,
      @StateId("clock") ValueState<ShardClock> clockState,
      @TimerId("close") Timer close,
      @TimerId("tick") Timer tick,
      MultiOutputReceiver out) {
    ShardClock clock = clock(clockState);
    clock.closed = Math.max(clock.closed, fired.getMillis());
    clock.closesAt = ShardClock.NEVER;
    Metric metric = metric(shard);
    Map<Long, PaneBlock> slices = read(state);
    fire(metric, slices, clock.closed, state, out);
    if (!firing.bounded()) {
      release(metric, slices, state, clock);
      // Set once: a timer keeps the output timestamp of its first setting when it is set again.
      long due = ShardClock.NEVER;
      for (PaneBlock slice : slices.values()) {
        due = Math.min(due, dueAfter(metric, slice, clock.closed));
      }
      closeAt(due, clock, close);
      if (held(metric, slices, clock)) {
        tickAfter(firing.early(), clock, tick);
      }
    }
    clockState.write(clock);
  }

  @OnTimer("tick")
  public void tick(
      @Key String shard,
      @StateId("slices") MapState<Long, PaneBlock> state,
      @StateId("clock") ValueState<ShardClock> clockState,
      @TimerId("tick") Timer tick,
      MultiOutputReceiver out) {
    ShardClock clock = clock(clockState);
    long now = tick.getCurrentRelativeTime().getMillis();
    if (firing.watermark()) {
      clock.tick(now, PATIENCE.toMillis());
    } else {
      clock.tickWithoutWatermark(now, PATIENCE.toMillis());
    }
    Metric metric = metric(shard);
    Map<Long, PaneBlock> slices = read(state);
    fire(metric, slices, ALL, state, out);
    release(metric, slices, state, clock);
    if (held(metric, slices, clock)) {
      tickAfter(firing.early(), clock, tick);
    }
    clockState.write(clock);
  }

  /**
   * Gives out what changed.
   *
   * @param until only for windows that end no later; the others have time until the next tick
   */
  private static void fire(
      Metric metric,
      Map<Long, PaneBlock> slices,
      long until,
      MapState<Long, PaneBlock> state,
      MultiOutputReceiver out) {
    Map<Long, Tallies> tallies = new HashMap<>();
    slices.forEach((slice, block) -> tallies.put(slice, block.tallies()));
    Panes.ofChanges(metric, tallies, until).forEach(out.get(PANES)::output);
    slices.forEach(
        (slice, block) -> {
          if (block.tallies().changes() > 0) {
            block.tallies().settle(until, slice + metric.windows().sizeMillis());
            state.put(slice, block);
          }
        });
  }

  private void release(
      Metric metric,
      Map<Long, PaneBlock> slices,
      MapState<Long, PaneBlock> state,
      ShardClock clock) {
    long horizon = clock.horizon();
    clock.released = Math.max(clock.released, horizon);
    slices
        .keySet()
        .removeIf(
            slice -> {
              boolean over = endOfUse(metric, slice) <= horizon;
              if (over) {
                state.remove(slice);
              }
              return over;
            });
  }

  /** Whether slices outlived the watermark because a partition is still behind them. */
  private boolean held(Metric metric, Map<Long, PaneBlock> slices, ShardClock clock) {
    return slices.keySet().stream().anyMatch(slice -> endOfUse(metric, slice) <= clock.closed);
  }

  /** When the first window over a slice is closed for good, and loses its first slice. */
  private long endOfFirstWindow(Metric metric, long slice) {
    return slice + metric.windows().sliceMillis() + firing.allowedLateness().toMillis();
  }

  /** When the last window over a slice is closed for good. */
  private long endOfUse(Metric metric, long slice) {
    return slice + metric.windows().sizeMillis() + firing.allowedLateness().toMillis();
  }

  /**
   * When something is next due for a slice: its end, then the ends of the other windows over it as
   * long as one lacks a change, at last the end of its use. Of very many windows some go together.
   */
  private long dueAfter(Metric metric, PaneBlock slice, long watermark) {
    long size = metric.windows().sizeMillis();
    long every = metric.windows().sliceMillis();
    long end = slice.sliceMillis() + every;
    if (end > watermark) {
      return end;
    }
    long lastEnd = slice.sliceMillis() + size;
    if (lastEnd > watermark && slice.tallies().changes() > 0) {
      return Math.min(lastEnd, watermark + Math.max(every, size / MOST_STEPS));
    }
    long endOfUse = endOfUse(metric, slice.sliceMillis());
    return endOfUse > watermark ? endOfUse : ShardClock.NEVER;
  }

  private static void closeAt(long due, ShardClock clock, Timer close) {
    if (due < clock.closesAt) {
      clock.closesAt = due;
      close.set(Instant.ofEpochMilli(due));
    }
  }

  private static void tickAfter(Duration wait, ShardClock clock, Timer tick) {
    if (!clock.ticking) {
      clock.ticking = true;
      tick.offset(org.joda.time.Duration.millis(wait.toMillis())).setRelative();
    }
  }

  private static ShardClock clock(ValueState<ShardClock> state) {
    ShardClock clock = state.read();
    return clock == null ? new ShardClock() : clock;
  }

  private static Map<Long, PaneBlock> read(MapState<Long, PaneBlock> state) {
    Map<Long, PaneBlock> slices = new HashMap<>();
    for (Map.Entry<Long, PaneBlock> slice : state.entries().read()) {
      slices.put(slice.getKey(), slice.getValue());
    }
    return slices;
  }

  private Metric metric(String shard) {
    return byTable.get(EvenKeys.name(shard));
  }
}
