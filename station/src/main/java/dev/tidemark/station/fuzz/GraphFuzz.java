package dev.tidemark.station.fuzz;

import dev.tidemark.run.CommandLines;
import dev.tidemark.run.Home;
import dev.tidemark.run.Run;
import dev.tidemark.servers.Broker;
import dev.tidemark.servers.Database;
import dev.tidemark.station.audit.Verify;
import dev.tidemark.station.console.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Mutated records through the whole graph, from a broker of its own into a database of its own:
 * every one must stand in the ledger, and the audit must agree.
 */
final class GraphFuzz {

  /** What the ledger says, and the audit. */
  record Outcome(String ledger, long read, boolean exact) {}

  private static final String TOPIC = "fuzz";
  private static final int PARTITIONS = 4;

  private final Mutations mutations;
  private final PrintWriter out;

  GraphFuzz(Mutations mutations, PrintWriter out) {
    this.mutations = mutations;
    this.out = out;
  }

  Outcome run(long records) throws IOException, SQLException, InterruptedException {
    try (Broker broker = Broker.start();
        Database database = Database.start(null)) {
      broker.createTopic(TOPIC, PARTITIONS, Map.of("retention.ms", "-1"));
      send(broker, records);
      Path password = Files.createTempFile("tidemark-fuzz", null);
      try {
        Files.writeString(password, database.password());
        List<String> servers =
            List.of(
                "--kafka=" + broker.bootstrapServers(),
                "--topic=" + TOPIC,
                "--postgres=" + database.url(),
                "--postgresUser=" + database.user(),
                "--postgresPasswordFile=" + password);
        int counted = command(new Run(), servers, "--until=now", "--parallelism=1");
        int audited = counted == 0 ? command(new Verify(), servers, "--complete") : counted;
        return outcome(database, audited == 0);
      } finally {
        Files.delete(password);
      }
    }
  }

  private void send(Broker broker, long records) throws IOException {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (Progress progress = new Progress(out, "records", records);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long number = 0; number < records; number++) {
        byte[] record = mutations.record(number);
        var unused =
            producer.send(
                new ProducerRecord<>(TOPIC, (int) (number % PARTITIONS), null, record),
                (sent, failed) -> failure.compareAndSet(null, failed));
        progress.advance(1);
      }
    }
    if (failure.get() != null) {
      throw new IOException("The broker did not take a record", failure.get());
    }
  }

  private int command(Object command, List<String> servers, String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(servers);
    return CommandLines.of(command, new Home(Path.of("no-home")))
        .setUnmatchedArgumentsAllowed(true)
        .setOut(out)
        .setErr(out)
        .execute(arguments.toArray(String[]::new));
  }

  private static Outcome outcome(Database database, boolean exact) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT sum(read), sum(counted), sum(late), sum(duplicate), sum(dead) FROM ledger")) {
      row.next();
      String ledger =
          String.format(
              Locale.ROOT,
              "read %,d = counted %,d + late %,d + duplicate %,d + dead %,d",
              row.getLong(1),
              row.getLong(2),
              row.getLong(3),
              row.getLong(4),
              row.getLong(5));
      return new Outcome(ledger, row.getLong(1), exact);
    }
  }
}
