package dev.tidemark.bench.flink;

import org.apache.datasketches.hll.HllSketch;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink of {@link SketchType}. */
final class SketchInfo extends TypeInformation<HllSketch> {
  private static final long serialVersionUID = 1;

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<HllSketch> getTypeClass() {
    return HllSketch.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  /** Deprecated, but abstract. */
  @Override
  @SuppressWarnings("deprecation")
  public TypeSerializer<HllSketch> createSerializer(ExecutionConfig config) {
    return SketchType.INSTANCE;
  }

  @Override
  public String toString() {
    return "HllSketch";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SketchInfo;
  }

  @Override
  public int hashCode() {
    return SketchInfo.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof SketchInfo;
  }
}
