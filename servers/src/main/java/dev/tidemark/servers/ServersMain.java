package dev.tidemark.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * The servers in a process of their own, for what cannot share a class path with them: Spark's
 * Scala is not Kafka's.
 *
 * <p>It prints one line of JSON with the addresses once they answer, and stops when its standard
 * input ends: so it never outlives who started it.
 */
public final class ServersMain {
  private ServersMain() {}

  /** Takes the directory to keep data in; without one the data goes when the process ends. */
  public static void main(String[] args) throws IOException {
    // Whatever the servers print shall not come before the answer, or after it.
    PrintStream answer = System.out;
    System.setOut(System.err);
    Path directory = args.length == 0 ? null : Path.of(args[0]);
    try (Broker broker = Broker.start(directory == null ? null : directory.resolve("broker"))) {
      answer.println(addresses(broker));
      answer.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static String addresses(Broker broker) throws JsonProcessingException {
    return new ObjectMapper()
        .writeValueAsString(Map.of("bootstrapServers", broker.bootstrapServers()));
  }
}
