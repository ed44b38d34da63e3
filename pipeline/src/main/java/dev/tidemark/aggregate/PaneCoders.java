package dev.tidemark.aggregate;

import dev.tidemark.metric.Metric;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.CustomCoder;

/**
 * Move pane blocks, panes and slices between workers and into state; metrics go by their tables.
 */
final class PaneCoders {

  private PaneCoders() {}

  static void writeWatermarks(Map<String, Long> watermarks, DataOutputStream out)
      throws IOException {
    out.writeInt(watermarks.size());
    for (Map.Entry<String, Long> partition : watermarks.entrySet()) {
      out.writeUTF(partition.getKey());
      out.writeLong(partition.getValue());
    }
  }

  static Map<String, Long> readWatermarks(DataInputStream in) throws IOException {
    Map<String, Long> watermarks = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      watermarks.put(in.readUTF(), in.readLong());
    }
    return watermarks;
  }

  private abstract static class ByTable<T> extends CustomCoder<T> {
    private final Map<String, Metric> metrics;

    ByTable(List<Metric> metrics) {
      this.metrics = metrics.stream().collect(Collectors.toMap(Metric::table, Function.identity()));
    }

    final Tallies tallies(String table, DataInputStream in) throws IOException {
      Metric metric = metrics.get(table);
      if (metric == null) {
        throw new IOException(
            "The state holds figures of the table "
                + table
                + ", which this stream does not compute. From a savepoint it may go on with more"
                + " metrics, not with fewer: begin it anew for that.");
      }
      return Tallies.read(metric, in);
    }

    /** Keys are never made of panes; what Beam asks here is whether equal values look equal. */
    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      throw new NonDeterministicException(this, "tallies are not used as keys");
    }
  }

  /** Of {@link PaneBlock}. */
  static final class OfPaneBlock extends ByTable<PaneBlock> {
    OfPaneBlock(List<Metric> metrics) {
      super(metrics);
    }

    @Override
    public void encode(PaneBlock block, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      out.writeUTF(block.table());
      out.writeLong(block.sliceMillis());
      writeWatermarks(block.watermarks(), out);
      block.tallies().write(out);
    }

    @Override
    public PaneBlock decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      String table = in.readUTF();
      return new PaneBlock(table, in.readLong(), readWatermarks(in), tallies(table, in));
    }
  }

  /** Of {@link Pane}. */
  static final class OfPane extends ByTable<Pane> {
    OfPane(List<Metric> metrics) {
      super(metrics);
    }

    @Override
    public void encode(Pane pane, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      out.writeUTF(pane.table());
      out.writeLong(pane.windowMillis());
      pane.tallies().write(out);
    }

    @Override
    public Pane decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      String table = in.readUTF();
      return new Pane(table, in.readLong(), tallies(table, in));
    }
  }
}
