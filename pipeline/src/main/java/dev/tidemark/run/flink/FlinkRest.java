package dev.tidemark.run.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Flink's own account of its jobs, and what it can be asked for, by its REST interface. */
public final class FlinkRest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_REASON = 600;

  private final URI address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ObjectMapper json = new ObjectMapper();

  public FlinkRest(URI address) {
    this.address = address;
  }

  public JsonNode get(String path) throws IOException, InterruptedException {
    return send(path, request(path).GET().build());
  }

  JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    String text = json.writeValueAsString(body);
    return send(
        path,
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(text))
            .build());
  }

  JsonNode patch(String path) throws IOException, InterruptedException {
    return send(path, request(path).method("PATCH", BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
  }

  private JsonNode send(String path, HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          "Flink answered %d to %s: %s"
              .formatted(answer.statusCode(), path, reason(answer.body())));
    }
    return json.readTree(answer.body());
  }

  private String reason(String body) {
    try {
      String said = json.readTree(body).path("errors").path(0).asText(body);
      return said.substring(0, Math.min(said.length(), LONGEST_REASON));
    } catch (IOException noJson) {
      return body.lines().findFirst().orElse("nothing");
    }
  }
}
