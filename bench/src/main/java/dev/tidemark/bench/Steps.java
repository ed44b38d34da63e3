package dev.tidemark.bench;

import com.sun.management.ThreadMXBean;
import dev.tidemark.aggregate.PaneBlock;
import dev.tidemark.aggregate.RollUp;
import dev.tidemark.aggregate.Tallies;
import dev.tidemark.enrich.EnrichEvents;
import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.Block;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Lateness;
import dev.tidemark.event.Part;
import dev.tidemark.event.Views;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import dev.tidemark.read.Keeper;
import dev.tidemark.read.Packer;
import dev.tidemark.write.ProcessedEvents;
import dev.tidemark.write.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The steps of the graph in one thread, each with what it cost since the round began. */
final class Steps implements Closeable {

  static final List<String> NAMES =
      List.of("pack", "move", "keep", "enrich", "rows", "roll up", "shuffle", "merge");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SHARDS = 8;

  private final Packer packer = new Packer(new EventParser(FieldMap.standard(), Limits.DEFAULT));
  private final EnrichEvents enrich;
  private final RollUp rollUp;
  private final Coder<KV<String, PaneBlock>> paneCoder;
  private final boolean withRows;
  private final Collected collected = new Collected();
  private final ByteArrayOutputStream wire = new ByteArrayOutputStream(4 << 20);
  private final Map<String, Map<Long, Tallies>> state = new HashMap<>();
  private final long[] nanos = new long[NAMES.size()];
  private final long[] bytes = new long[NAMES.size()];
  private Keeper keeper;
  private long nanosBefore;
  private long bytesBefore;

  Steps(List<Metric> metrics, boolean withRows, byte[] salt) {
    this.withRows = withRows;
    enrich =
        new EnrichEvents(Enrichment.withSalt(salt), withRows ? Part.ALL : Metrics.parts(metrics));
    rollUp = new RollUp(metrics, SHARDS, Lateness.DEFAULT);
    paneCoder = RollUp.coder(metrics);
    enrich.setup();
    startBundle();
  }

  void startRound() {
    keeper = Keeper.starting(Lateness.DEFAULT, false);
    state.clear();
    Arrays.fill(nanos, 0);
    Arrays.fill(bytes, 0);
  }

  /** What a step cost in this round. */
  long nanos(int step) {
    return nanos[step];
  }

  /** What a step allocated in this round. */
  long bytes(int step) {
    return bytes[step];
  }

  /** One poll's records of one partition. */
  void take(List<ConsumerRecord<byte[], byte[]>> records) {
    begin();
    byte[] packed = packer.pack(records).toBytes();
    end(0);
    byte[] moved = moved(ByteArrayCoder.of(), packed);
    end(1);
    Block block = keeper.keep(Block.fromBytes(moved));
    end(2);
    enrich.process(block, collected);
    end(3);
    for (Views views : collected.take(EnrichEvents.VIEWS)) {
      begin();
      if (withRows) {
        rows(views);
      }
      end(4);
      rollUp.process(views, collected.of(Collected.PANES));
      end(5);
    }
  }

  /** Partial results go to their shards. */
  void endBundle() {
    begin();
    enrich.finish(collected.context(enrich, EnrichEvents.VIEWS));
    end(3);
    rollUp.finish(collected.context(rollUp, Collected.PANES));
    end(5);
    collected.take(EnrichEvents.LEDGER);
    List<KV<String, PaneBlock>> arrived = new ArrayList<>();
    begin();
    for (KV<String, PaneBlock> partial : collected.take(Collected.PANES)) {
      arrived.add(moved(paneCoder, partial));
    }
    end(6);
    for (KV<String, PaneBlock> partial : arrived) {
      PaneBlock block = partial.getValue();
      state
          .computeIfAbsent(partial.getKey(), shard -> new HashMap<>())
          .computeIfAbsent(block.sliceMillis(), slice -> new Tallies(Metrics.of(block.table())))
          .merge(block.tallies());
    }
    end(7);
    startBundle();
  }

  @Override
  public void close() {
    try {
      enrich.teardown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startBundle() {
    enrich.start();
    rollUp.start();
  }

  private void rows(Views views) {
    Rows rows = new Rows(ProcessedEvents.TABLE);
    for (EnrichedView view : views.views()) {
      ProcessedEvents.add(rows, view, 0);
    }
    if (rows.size() != views.views().size()) {
      throw new IllegalStateException("a row is missing");
    }
  }

  private <T> T moved(Coder<T> coder, T value) {
    try {
      wire.reset();
      coder.encode(value, wire);
      return coder.decode(new ByteArrayInputStream(wire.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin() {
    bytesBefore = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    nanosBefore = THREADS.getCurrentThreadCpuTime();
  }

  private void end(int step) {
    nanos[step] += THREADS.getCurrentThreadCpuTime() - nanosBefore;
    bytes[step] += THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytesBefore;
    begin();
  }
}
