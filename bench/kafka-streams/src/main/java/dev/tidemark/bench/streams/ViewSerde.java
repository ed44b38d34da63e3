package dev.tidemark.bench.streams;

import dev.tidemark.bench.peer.View;
import dev.tidemark.bench.peer.ViewParser;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Reads events from their JSON; none is ever written. */
final class ViewSerde implements Serde<View> {
  @Override
  public Serializer<View> serializer() {
    return (topic, view) -> {
      throw new SerializationException("An event is not written");
    };
  }

  @Override
  public Deserializer<View> deserializer() {
    ThreadLocal<ViewParser> parsers = ThreadLocal.withInitial(ViewParser::new);
    return (topic, json) -> {
      try {
        return parsers.get().parse(json);
      } catch (IOException e) {
        throw new SerializationException(e);
      }
    };
  }
}
