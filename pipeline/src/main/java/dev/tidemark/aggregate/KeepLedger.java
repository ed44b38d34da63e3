package dev.tidemark.aggregate;

import dev.tidemark.enrich.LedgerEntryCoder;
import dev.tidemark.event.LedgerEntry;
import dev.tidemark.metric.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Sums the entries of each bundle into the state of the ledger's rows. */
public final class KeepLedger
    extends PTransform<PCollection<LedgerEntry>, PCollection<LedgerEntry>> {

  @Override
  public PCollection<LedgerEntry> expand(PCollection<LedgerEntry> entries) {
    return entries.isBounded() == PCollection.IsBounded.BOUNDED
        ? entries
            .apply("Key by range", keyed(e -> partition(e) + "@" + e.firstOffset()))
            .apply("Sum ranges", Combine.perKey(sum()))
            .apply("Rows", Values.create())
        : entries
            .apply("Key by partition", keyed(KeepLedger::partition))
            .apply("Add to ranges", ParDo.of(new AddToRanges()))
            .setCoder(new LedgerEntryCoder());
  }

  private static String partition(LedgerEntry entry) {
    return entry.topic() + "/" + entry.partition();
  }

  private static WithKeys<String, LedgerEntry> keyed(
      SerializableFunction<LedgerEntry, String> key) {
    return WithKeys.of(key).withKeyType(TypeDescriptors.strings());
  }

  private static SerializableFunction<Iterable<LedgerEntry>, LedgerEntry> sum() {
    return entries -> {
      List<LedgerEntry> list = new ArrayList<>();
      entries.forEach(list::add);
      return Ledger.sum(list);
    };
  }

  /**
   * Holds the last few ranges of a partition. Bundles come in the order of the partition; a few
   * ranges instead of one bear an engine that commits two of them the other way round.
   */
  static final class AddToRanges extends DoFn<KV<String, LedgerEntry>, LedgerEntry> {
    private static final int RANGES = 8;

    @StateId("ranges")
    @SuppressWarnings("unused") // read by Beam
    private final StateSpec<ValueState<List<LedgerEntry>>> spec =
        StateSpecs.value(ListCoder.of(new LedgerEntryCoder()));

    @ProcessElement
    public void process(
        @Element KV<String, LedgerEntry> element,
        @StateId("ranges") ValueState<List<LedgerEntry>> state,
        OutputReceiver<LedgerEntry> rows) {
      LedgerEntry entry = element.getValue();
      List<LedgerEntry> known = Optional.ofNullable(state.read()).orElse(List.of());
      List<LedgerEntry> ranges = new ArrayList<>(known);
      LedgerEntry row = entry;
      for (LedgerEntry range : known) {
        if (range.firstOffset() == entry.firstOffset()) {
          row = Ledger.sum(range, entry);
          ranges.remove(range);
        }
      }
      ranges.add(row);
      state.write(List.copyOf(ranges.subList(Math.max(0, ranges.size() - RANGES), ranges.size())));
      rows.output(row);
    }
  }
}
