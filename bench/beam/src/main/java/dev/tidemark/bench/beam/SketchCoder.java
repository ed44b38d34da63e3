package dev.tidemark.bench.beam;

import dev.tidemark.bench.peer.Distinct;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.datasketches.hll.HllSketch;

/** A sketch in its own compact form. */
final class SketchCoder extends AtomicCoder<HllSketch> {
  private static final long serialVersionUID = 1;
  private static final ByteArrayCoder BYTES = ByteArrayCoder.of();

  @Override
  public void encode(HllSketch sketch, OutputStream out) throws IOException {
    BYTES.encode(Distinct.bytes(sketch), out);
  }

  @Override
  public HllSketch decode(InputStream in) throws IOException {
    return Distinct.of(BYTES.decode(in));
  }
}
