package dev.tidemark.read;

import dev.tidemark.event.Block;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;

/** Moves a kept block between workers. */
public final class BlockCoder extends AtomicCoder<Block> {

  private static final ByteArrayCoder BYTES = ByteArrayCoder.of();

  @Override
  public void encode(Block block, OutputStream out) throws IOException {
    BYTES.encode(block.toBytes(), out);
  }

  @Override
  public Block decode(InputStream in) throws IOException {
    return Block.fromBytes(BYTES.decode(in));
  }

  /** A block has no equal: two blocks of the same records may be cut at other places. */
  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "blocks are not used as keys");
  }
}
