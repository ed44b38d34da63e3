package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Distinct;
import java.io.IOException;
import org.apache.datasketches.hll.HllSketch;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a sketch in its own compact form, in place of Kryo. */
final class SketchType extends TypeSerializerSingleton<HllSketch> {
  private static final long serialVersionUID = 1;
  static final SketchType INSTANCE = new SketchType();

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public HllSketch createInstance() {
    return Distinct.empty();
  }

  @Override
  public HllSketch copy(HllSketch from) {
    return from.copy();
  }

  @Override
  public HllSketch copy(HllSketch from, HllSketch reuse) {
    return from.copy();
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(HllSketch sketch, DataOutputView target) throws IOException {
    byte[] bytes = Distinct.bytes(sketch);
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  @Override
  public HllSketch deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return Distinct.of(bytes);
  }

  @Override
  public HllSketch deserialize(HllSketch reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public TypeSerializerSnapshot<HllSketch> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Found by its name when a checkpoint is read. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<HllSketch> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
