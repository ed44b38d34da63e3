package dev.tidemark.bench.streams;

import dev.tidemark.bench.peer.Distinct;
import org.apache.datasketches.hll.HllSketch;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Writes a sketch in its own compact form. */
final class SketchSerde implements Serde<HllSketch> {
  @Override
  public Serializer<HllSketch> serializer() {
    return (topic, sketch) -> sketch == null ? null : Distinct.bytes(sketch);
  }

  @Override
  public Deserializer<HllSketch> deserializer() {
    return (topic, bytes) -> bytes == null ? null : Distinct.of(bytes);
  }
}
