package dev.tidemark.station.web.ingest;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Home;
import dev.tidemark.servers.Broker;
import dev.tidemark.station.web.Client;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.WebServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** A web server that takes events into a topic of a real broker, and somebody who sends some. */
final class IngestHouse implements AutoCloseable {

  static final String EVENT = "{\"url\":\"https://shop.example/\"}";

  final Ingest ingest;
  final WebServer server;
  final Client client;

  private IngestHouse(Ingest ingest, WebServer server) {
    this.ingest = ingest;
    this.server = server;
    this.client = new Client(server);
  }

  static IngestHouse start(Broker broker, String topic, Path home, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--port=0");
    WebOptions options = CommandLine.populateCommand(new WebOptions(), all.toArray(String[]::new));
    KafkaSettings kafka = new KafkaSettings(broker.bootstrapServers(), "test", Map.of());
    Ingest ingest = Ingest.into(kafka, topic, options);
    return new IngestHouse(ingest, WebServer.start(options, new Home(home), List.of(ingest)));
  }

  /** A list of the same event. */
  static String events(int count) {
    return "[" + String.join(",", Collections.nCopies(count, EVENT)) + "]";
  }

  HttpResponse<String> post(String body, String... headers)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(headers));
    if (!all.contains("Content-Type")) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    return client.post("/api/event", body, all.toArray(String[]::new));
  }

  @Override
  public void close() {
    server.close();
    ingest.close();
  }
}
