package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.View;
import dev.tidemark.bench.peer.ViewParser;
import java.io.IOException;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** Events from their JSON, each an object of its own or all in the same one. */
final class ViewSchema extends AbstractDeserializationSchema<View> {
  private static final long serialVersionUID = 1;

  private final boolean reuse;
  private transient ViewParser parser;
  private transient View view;

  ViewSchema(boolean reuse) {
    super(View.class);
    this.reuse = reuse;
  }

  @Override
  public void open(InitializationContext context) {
    parser = new ViewParser();
    view = new View();
  }

  @Override
  public View deserialize(byte[] json) throws IOException {
    if (!reuse) {
      return parser.parse(json);
    }
    parser.parse(json, view);
    return view;
  }
}
