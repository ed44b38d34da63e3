package dev.tidemark.bench.beam;

import dev.tidemark.bench.peer.View;
import dev.tidemark.bench.peer.ViewParser;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Events from their JSON. */
public final class ViewDeserializer implements Deserializer<View> {
  private final ViewParser parser = new ViewParser();

  @Override
  public View deserialize(String topic, byte[] json) {
    try {
      return parser.parse(json);
    } catch (IOException e) {
      throw new SerializationException(e);
    }
  }
}
