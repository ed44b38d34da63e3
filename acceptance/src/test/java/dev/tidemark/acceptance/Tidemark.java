package dev.tidemark.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts commands on the servers of a test. */
final class Tidemark {

  /** The same for every run, so that the visitors are. */
  static final String SALT = "the same for every run, so that the sketches are";

  private Tidemark() {}

  /** Starts {@code tidemark run}; what it prints goes to a file of this name below target. */
  static Program run(
      String name, Engine engine, Servers servers, String topic, Store store, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--runner=" + engine.runner()));
    arguments.addAll(List.of(options));
    return start(name, engine.jar(), servers, topic, store, arguments);
  }

  /** Starts {@code tidemark rebuild}, the same way. */
  static Program rebuild(
      String name, Engine engine, Servers servers, String topic, Store store, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("rebuild", "--runner=" + engine.runner()));
    arguments.addAll(List.of(options));
    return start(name, engine.jar(), servers, topic, store, arguments);
  }

  /** Starts {@code tidemark serve} on a free port. */
  static Program serve(String name, Servers servers, String topic, Store store, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("serve", "--port=0"));
    arguments.addAll(List.of(options));
    return start(name, Program.STATION, servers, topic, store, arguments);
  }

  private static Program start(
      String name, Path jar, Servers servers, String topic, Store store, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(arguments);
    all.add("--kafka=" + servers.bootstrapServers());
    all.add("--topic=" + topic);
    Map<String, String> environment = new HashMap<>(store.environment());
    environment.putAll(
        Map.of("KAFKA_GROUP", name, "VISITOR_SALT", SALT, "SPARK_LOCAL_IP", "127.0.0.1"));
    return Program.start(name, jar, environment, all);
  }
}
