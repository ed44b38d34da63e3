package dev.tidemark.bench.spark;

import dev.tidemark.bench.peer.Hosts;
import dev.tidemark.bench.peer.View;
import dev.tidemark.bench.peer.ViewParser;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapPartitionsFunction;

/** Makes of each record what a query wants to know of its event, with one parser a partition. */
final class Events {
  private Events() {}

  /** What a query makes of an event. */
  interface Wanted<T> extends Serializable {
    T of(View view, Hosts hosts);
  }

  static <T> MapPartitionsFunction<byte[], T> each(Wanted<T> wanted) {
    return records -> {
      Function<byte[], T> parse = parse(wanted);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return records.hasNext();
        }

        @Override
        public T next() {
          return parse.apply(records.next());
        }
      };
    };
  }

  private static <T> Function<byte[], T> parse(Wanted<T> wanted) {
    ViewParser parser = new ViewParser();
    View view = new View();
    Hosts hosts = new Hosts();
    return json -> {
      try {
        parser.parse(json, view);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return wanted.of(view, hosts);
    };
  }
}
