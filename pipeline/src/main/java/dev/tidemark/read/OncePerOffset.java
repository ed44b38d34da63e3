package dev.tidemark.read;

import dev.tidemark.event.Block;
import dev.tidemark.event.Lateness;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every record its fate; the keeper of each partition lives in the engine's state. */
public final class OncePerOffset extends DoFn<KV<String, byte[]>, Block> {

  private static final Logger log = LoggerFactory.getLogger(OncePerOffset.class);

  private final Lateness lateness;
  private final boolean byEventId;

  @StateId("keeper")
  @SuppressWarnings("unused") // read by Beam
  private final StateSpec<ValueState<Keeper>> keeperSpec;

  /**
   * @param byEventId whether an event whose {@code event_id} was counted before is a duplicate
   */
  public OncePerOffset(Lateness lateness, boolean byEventId) {
    this.lateness = lateness;
    this.byEventId = byEventId;
    this.keeperSpec = StateSpecs.value(new KeeperCoder(lateness));
  }

  @ProcessElement
  public void process(
      @Element KV<String, byte[]> block,
      @StateId("keeper") ValueState<Keeper> state,
      OutputReceiver<Block> kept) {
    Keeper keeper = state.read();
    if (keeper == null) {
      keeper = Keeper.starting(lateness, byEventId);
    }
    Block read = Block.fromBytes(block.getValue());
    if (read.size() > 0 && read.offset(0) < keeper.nextOffset()) {
      log.info(
          "{}/{} was read again from offset {}; what lies before {} is dropped",
          read.topic(),
          read.partition(),
          read.offset(0),
          keeper.nextOffset());
    }
    kept.output(keeper.keep(read));
    state.write(keeper);
  }

  private static final class KeeperCoder extends CustomCoder<Keeper> {
    private final Lateness lateness;

    KeeperCoder(Lateness lateness) {
      this.lateness = lateness;
    }

    @Override
    public void encode(Keeper keeper, OutputStream out) throws IOException {
      keeper.write(new DataOutputStream(out));
    }

    @Override
    public Keeper decode(InputStream in) throws IOException {
      return Keeper.read(lateness, new DataInputStream(in));
    }

    @Override
    public void verifyDeterministic() {}
  }
}
