package dev.tidemark.enrich;

import dev.tidemark.event.Block;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.Failure;
import dev.tidemark.event.Fate;
import dev.tidemark.event.LateEvent;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.event.Part;
import dev.tidemark.event.PipelineCounter;
import dev.tidemark.event.Views;
import dev.tidemark.event.Vocabulary;
import dev.tidemark.metric.Ledger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/** Enriches what counts, sets aside what does not, and enters every record into the ledger. */
public final class EnrichEvents extends DoFn<Block, Views> {

  public static final TupleTag<Views> VIEWS = new TupleTag<>("views") {};
  public static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};
  public static final TupleTag<LateEvent> LATE = new TupleTag<>("late") {};
  public static final TupleTag<LedgerEntry> LEDGER = new TupleTag<>("ledger") {};

  private final Enrichment settings;
  private final Set<Part> parts;
  private transient Enricher enricher;
  private transient Vocabulary vocabulary;
  private transient Ledger ledger;
  private transient Counts counted;

  /** Finds out all that is to be known of an event. */
  public EnrichEvents(Enrichment settings) {
    this(settings, Part.ALL);
  }

  /**
   * @param parts that the steps behind this one ask for
   */
  public EnrichEvents(Enrichment settings, Set<Part> parts) {
    this.settings = settings;
    this.parts = Set.copyOf(parts);
  }

  /** Tells the outputs of this step how their elements are moved. */
  public static void setCoders(PCollectionTuple outputs) {
    outputs.get(VIEWS).setCoder(new ViewsCoder());
    outputs.get(DEAD).setCoder(new SetAsideCoders.OfDeadLetter());
    outputs.get(LATE).setCoder(new SetAsideCoders.OfLateEvent());
    outputs.get(LEDGER).setCoder(new LedgerEntryCoder());
  }

  @Setup
  public void setup() {
    enricher = new Enricher(settings, parts);
    counted = enricher.counts();
    vocabulary = new Vocabulary(settings.cacheEntries());
  }

  @StartBundle
  public void start() {
    ledger = new Ledger();
  }

  @ProcessElement
  public void process(@Element Block block, MultiOutputReceiver out) {
    List<EnrichedView> views = new ArrayList<>(block.size());
    for (int record = 0; record < block.size(); record++) {
      switch (block.fate(record)) {
        case COUNTED -> count(block, record, views, out.get(DEAD));
        case LATE -> {
          out.get(LATE).output(late(block, record));
          ledger.enter(block, record, Fate.LATE, false);
        }
        case DUPLICATE -> ledger.enter(block, record, Fate.DUPLICATE, false);
        case DEAD -> {
          Failure failure = block.failure(record);
          bury(block, record, failure, block.detail(record), out.get(DEAD));
        }
        case REDELIVERED -> counter(PipelineCounter.REDELIVERED.counterName()).inc();
      }
    }
    add(PipelineCounter.BLOCKS, 1);
    add(PipelineCounter.BYTES, block.payloadBytes());
    add(PipelineCounter.REPLACED_CHARACTERS, block.replaced());
    if (!views.isEmpty()) {
      out.get(VIEWS)
          .output(new Views(block.topic(), block.partition(), block.maxEventMicros(), views));
    }
  }

  private void count(
      Block block, int record, List<EnrichedView> views, OutputReceiver<DeadLetter> dead) {
    EnrichedView view;
    try {
      view = enricher.enrich(block.view(record, vocabulary, parts));
    } catch (RuntimeException bug) {
      bury(block, record, Failure.INTERNAL_ERROR, bug.toString(), dead);
      return;
    }
    views.add(view);
    ledger.enter(block, record, Fate.COUNTED, view.client().bot());
  }

  private void bury(
      Block block, int record, Failure failure, String detail, OutputReceiver<DeadLetter> dead) {
    counter(PipelineCounter.nameOf(failure)).inc();
    dead.output(
        new DeadLetter(
            block.topic(),
            block.partition(),
            block.offset(record),
            block.timestampMillis(record),
            failure,
            detail,
            block.payload(record)));
    ledger.enter(block, record, Fate.DEAD, false);
  }

  private static LateEvent late(Block block, int record) {
    return new LateEvent(
        block.topic(),
        block.partition(),
        block.offset(record),
        block.timestampMillis(record),
        block.eventMicros(record),
        block.behindMicros(record),
        block.payload(record));
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    reportEnricher();
    for (LedgerEntry entry : ledger.close()) {
      add(PipelineCounter.READ, entry.read());
      add(PipelineCounter.COUNTED, entry.counted());
      add(PipelineCounter.LATE, entry.late());
      add(PipelineCounter.DUPLICATE, entry.duplicate());
      add(PipelineCounter.BOT, entry.bot());
      context.output(LEDGER, entry, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
  }

  /** Reports what the enricher met since the last bundle. */
  private void reportEnricher() {
    Counts now = enricher.counts();
    Counts met = now.since(counted);
    counted = now;
    add(PipelineCounter.PRIVATE_ADDRESSES, met.privateAddresses());
    add(PipelineCounter.INVALID_ADDRESSES, met.invalidAddresses());
    add(PipelineCounter.UNKNOWN_ADDRESSES, met.unknownAddresses());
    add(PipelineCounter.CACHE_HITS, met.cacheHits());
    add(PipelineCounter.CACHE_MISSES, met.cacheMisses());
  }

  private static void add(PipelineCounter what, long number) {
    if (number > 0) {
      counter(what.counterName()).inc(number);
    }
  }

  private static Counter counter(String name) {
    return Metrics.counter(PipelineCounter.NAMESPACE, name);
  }

  @Teardown
  public void teardown() throws IOException {
    if (enricher != null) {
      enricher.close();
    }
  }
}
