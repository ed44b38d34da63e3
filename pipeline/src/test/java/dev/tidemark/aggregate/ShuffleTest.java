package dev.tidemark.aggregate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.Block;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.EvenKeys;
import dev.tidemark.event.Fate;
import dev.tidemark.event.Lateness;
import dev.tidemark.event.LogRecord;
import dev.tidemark.event.SampleViews;
import dev.tidemark.metric.Coupons;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.metric.NaiveModels;
import dev.tidemark.metric.Row;
import dev.tidemark.read.Keeper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The same events, a thousand times in another order within the allowed lateness, over other
 * partitions, in other blocks and bundles, handed over again here and there, fired at other moments
 * and written in another order: always the same rows.
 */
@Timeout(120)
class ShuffleTest {

  private static final int SEEDS = 1_000;
  private static final int EVENTS = 150;
  private static final int SHARDS = 2;
  private static final long ALL = Long.MAX_VALUE;
  private static final Lateness LATENESS = Lateness.DEFAULT;
  private static final long MOST_DELAY =
      LATENESS.outOfOrderness().plus(LATENESS.allowed()).toNanos() / 1_000;
  private static final List<Metric> METRICS =
      List.of(
          Metrics.of("page_view_counts"), Metrics.of("active_users"), Metrics.of("geo_traffic"));

  private final Coupons coupons = new Coupons();
  private final List<EnrichedView> events = SampleViews.any(new Random(7), EVENTS);

  @Test
  void aThousandShufflesOfTheSameEventsMakeTheSameRows() {
    Map<String, Collection<String>> expected = new TreeMap<>();
    for (Metric metric : METRICS) {
      expected.put(metric.table(), texts(NaiveModels.of(metric).rows(events)));
    }
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat("seed " + seed, rows(new Random(seed)), is(expected));
    }
  }

  private Map<String, Collection<String>> rows(Random chance) {
    Map<String, Map<Long, Tallies>> slices = new HashMap<>();
    List<Pane> panes = new ArrayList<>();
    List<RolledUp> bundle = bundle();
    for (List<EnrichedView> block : counted(chance)) {
      for (RolledUp rolledUp : bundle) {
        block.forEach(rolledUp::add);
      }
      if (chance.nextInt(3) == 0) {
        flush(bundle, slices);
      }
      if (chance.nextInt(5) == 0) {
        fire(slices, panes, chance.nextBoolean() ? ALL : anyTime(chance));
      }
    }
    flush(bundle, slices);
    fire(slices, panes, ALL);
    return table(panes, chance);
  }

  private List<RolledUp> bundle() {
    return METRICS.stream().map(metric -> new RolledUp(metric, SHARDS, coupons)).toList();
  }

  private static void flush(List<RolledUp> bundle, Map<String, Map<Long, Tallies>> slices) {
    for (RolledUp rolledUp : bundle) {
      rolledUp.flush(
          Map.of(),
          (shard, block) ->
              slices
                  .computeIfAbsent(shard, s -> new TreeMap<>())
                  .computeIfAbsent(block.sliceMillis(), s -> new Tallies(Metrics.of(block.table())))
                  .merge(block.tallies()));
    }
  }

  private long anyTime(Random chance) {
    return events.get(chance.nextInt(EVENTS)).view().eventMicros() / 1_000;
  }

  private static void fire(Map<String, Map<Long, Tallies>> slices, List<Pane> panes, long until) {
    slices.forEach(
        (shard, tallies) -> {
          Metric metric = Metrics.of(EvenKeys.name(shard));
          panes.addAll(Panes.ofChanges(metric, tallies, until));
          tallies.forEach(
              (start, slice) -> slice.settle(until, start + metric.windows().sizeMillis()));
        });
  }

  /** The tables after the panes were written in any order, some of them twice. */
  private static Map<String, Collection<String>> table(List<Pane> panes, Random chance) {
    List<Pane> written = new ArrayList<>(panes);
    written.addAll(panes.subList(0, chance.nextInt(panes.size())));
    Collections.shuffle(written, chance);
    Map<String, Map<Object, Row>> tables = new TreeMap<>();
    METRICS.forEach(metric -> tables.put(metric.table(), new HashMap<>()));
    for (Pane pane : written) {
      for (Row row : MetricsAgainstModelTest.rows(pane)) {
        tables
            .get(pane.table())
            .merge(
                List.of(row.start(), row.key()),
                row,
                (old, given) -> given.events() > old.events() ? given : old);
      }
    }
    Map<String, Collection<String>> texts = new TreeMap<>();
    tables.forEach((table, rows) -> texts.put(table, texts(rows.values())));
    return texts;
  }

  /** What the keepers of some partitions let through, block by block. */
  private List<List<EnrichedView>> counted(Random chance) {
    int partitions = 1 + chance.nextInt(4);
    List<List<EnrichedView>> logs = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      logs.add(new ArrayList<>());
    }
    for (EnrichedView event : arrived(chance)) {
      logs.get(chance.nextInt(partitions)).add(event);
    }
    List<List<EnrichedView>> counted = new ArrayList<>();
    for (List<EnrichedView> log : logs) {
      counted.addAll(kept(log, chance));
    }
    // Partitions are read beside one another; a keeper's own blocks are merged in any order, too.
    Collections.shuffle(counted, chance);
    return counted;
  }

  /** The events in the order of their arrival, none so late that it would not count. */
  private List<EnrichedView> arrived(Random chance) {
    Map<EnrichedView, Long> arrivals = new HashMap<>();
    for (EnrichedView event : events) {
      arrivals.put(event, event.view().eventMicros() + chance.nextLong(MOST_DELAY));
    }
    return events.stream().sorted(Comparator.comparing(arrivals::get)).toList();
  }

  private static List<List<EnrichedView>> kept(List<EnrichedView> log, Random chance) {
    Keeper keeper = Keeper.starting(LATENESS, false);
    List<List<EnrichedView>> counted = new ArrayList<>();
    int next = 0;
    while (next < log.size()) {
      int from = chance.nextInt(4) == 0 ? chance.nextInt(next + 1) : next;
      int to = Math.min(log.size(), next + 1 + chance.nextInt(12));
      List<LogRecord> records = new ArrayList<>();
      for (int offset = from; offset < to; offset++) {
        records.add(LogRecord.event(offset, log.get(offset).view().eventMicros()));
      }
      Block block = keeper.keep(LogRecord.block("web_events", 0, records));
      List<EnrichedView> views = new ArrayList<>();
      for (int record = 0; record < block.size(); record++) {
        if (block.fate(record) == Fate.COUNTED) {
          views.add(log.get(Math.toIntExact(block.offset(record))));
        }
      }
      counted.add(views);
      next = to;
    }
    return counted;
  }

  private static Collection<String> texts(Collection<Row> rows) {
    return new TreeSet<>(rows.stream().map(Row::toString).toList());
  }
}
