package dev.tidemark.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Metrics;
import dev.tidemark.servers.Broker;
import dev.tidemark.servers.Database;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rebuild on the engine for tests: the graph of it is the same on all. */
@Timeout(600)
class RebuildOnDirectTest {

  private static final long NOON = 1_767_960_000L;

  @TempDir Path directory;

  @Test
  void aRebuildMakesTheRowsThatARoundHasMade() throws Exception {
    try (Broker broker = Broker.start();
        Database database = Database.start(null)) {
      broker.createTopic("web_events", 2);
      send(broker);
      Path lake = directory.resolve("lake");
      Path password = Files.writeString(directory.resolve("password"), database.password());
      List<String> servers =
          List.of(
              "--runner=DirectRunner",
              "--kafka=" + broker.bootstrapServers(),
              "--postgres=" + database.url(),
              "--postgresUser=" + database.user(),
              "--postgresPasswordFile=" + password);
      run(new Run(), servers, "--until=now", "--outputs=metrics,events,lake", "--lake=" + lake);
      try (Connection connection =
              DriverManager.getConnection(database.url(), database.user(), database.password());
          Statement statement = connection.createStatement()) {
        String rows = rows(statement);
        for (String source : List.of("kafka", "events", "lake")) {
          statement.execute("UPDATE geo_traffic SET num_hits = num_hits + 1, events = events + 99");
          statement.execute("DELETE FROM active_users WHERE host = '*'");
          assertThat(rows(statement), is(not(rows)));
          run(
              new Rebuild(),
              servers,
              "--from=2026-01-09T12:00:00Z",
              "--to=2026-01-09T13:00:00Z",
              "--source=" + source,
              "--lake=" + lake);
          assertThat(source, rows(statement), is(rows));
        }
      }
    }
  }

  private static void run(Object command, List<String> servers, String... options) {
    StringWriter printed = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(servers);
    int code =
        CommandLines.of(command, new Home(Path.of("nowhere")))
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(printed, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(printed.toString(), code, is(0));
  }

  /** All figures of the hour, without what tells when they were written. */
  private static String rows(Statement statement) throws SQLException {
    StringBuilder rows = new StringBuilder();
    for (Metric metric : Metrics.ALL) {
      String query =
          "SELECT '%1$s', md5(string_agg(row, ';' ORDER BY row)) FROM (SELECT (to_jsonb(t) - 'generation' - 'updated_at')::text AS row FROM %1$s AS t WHERE window_start >= '2026-01-09T12:00:00Z' AND window_start < '2026-01-09T13:00:00Z') AS all_rows"
              .formatted(metric.table());
      try (ResultSet row = statement.executeQuery(query)) {
        row.next();
        rows.append(row.getString(1)).append(' ').append(row.getString(2)).append('\n');
      }
    }
    return rows.toString();
  }

  /** Half an hour of events, and some two hours later, which close the windows of the first. */
  private static void send(Broker broker) {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 1_000; i++) {
        long second = i < 900 ? 2 * i : 7_200 + i;
        String event =
            "{\"event_time\":%d,\"url\":\"https://shop.example/%d\",\"user_id\":\"u%d\",\"ip\":\"81.2.69.%d\"}"
                .formatted(NOON + second, i % 5, i % 17, i % 250);
        var unused =
            producer.send(new ProducerRecord<>("web_events", i % 2, null, event.getBytes(UTF_8)));
      }
    }
  }
}
