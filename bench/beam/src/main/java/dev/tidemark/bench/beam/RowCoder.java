package dev.tidemark.bench.beam;

import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** One field after the other. */
final class RowCoder extends AtomicCoder<Row> {
  private static final long serialVersionUID = 1;
  private static final VarLongCoder NUMBER = VarLongCoder.of();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  @Override
  public void encode(Row row, OutputStream out) throws IOException {
    VarIntCoder.of().encode(row.table.ordinal(), out);
    NUMBER.encode(row.start, out);
    TEXT.encode(row.key, out);
    TEXT.encode(row.referrer, out);
    NUMBER.encode(row.value, out);
  }

  @Override
  public Row decode(InputStream in) throws IOException {
    Row row = new Row();
    row.table = Table.values()[VarIntCoder.of().decode(in)];
    row.start = NUMBER.decode(in);
    row.key = TEXT.decode(in);
    row.referrer = TEXT.decode(in);
    row.value = NUMBER.decode(in);
    return row;
  }
}
