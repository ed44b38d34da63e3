package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.tidemark.servers.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers with a password, as a person starts them, one of whom dies. */
class KafkaClusterIT {

  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final long EVENTS = 5_000;

  @Test
  void whatWasAcknowledgedIsCountedThoughABrokerDies(@TempDir Path directory) throws Exception {
    try (Cluster kafka = Cluster.kafka("kafka-cluster", directory.resolve("home"));
        Database database = Database.start(directory.resolve("database"))) {
      String address = "--kafka=" + kafka.address();
      String password = "--kafkaConfig=" + kafka.clientFile();
      String generated =
          Station.run(
              "kafka-cluster-generate",
              DEADLINE,
              "generate",
              address,
              password,
              "--count=" + EVENTS,
              "--history=2h",
              "--steady",
              "--rate=1");
      assertThat(generated, containsString("5,000 acknowledged, 0 failed"));

      kafka.kill("broker-2");

      Store store = new Store(database.url(), database.user(), database.password());
      List<String> arguments =
          List.of("run", "--runner=DirectRunner", "--until=now", address, password);
      try (Program run =
          Program.start("kafka-cluster-run", Engine.DIRECT.jar(), store.environment(), arguments)) {
        run.endsWell(DEADLINE);
      }
      assertThat(store.number("SELECT sum(read) FROM ledger"), is(EVENTS));
      assertThat(
          store.number("SELECT sum(num_hits) FROM host_traffic"),
          is(store.number("SELECT sum(counted) FROM ledger")));

      try (Program stranger =
          Program.start(
              "kafka-cluster-stranger", Program.STATION, Map.of(), List.of("count", address))) {
        assertThat("without the password", stranger.ends(DEADLINE), is(1));
      }
    }
  }
}
