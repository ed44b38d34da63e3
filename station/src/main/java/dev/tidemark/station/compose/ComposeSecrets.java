package dev.tidemark.station.compose;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * The passwords of a system of containers.
 *
 * @param brokers of the brokers, which need it in their environment
 * @param clusterId what tells the brokers' cluster from others
 * @param files what services read, by the name of the file
 */
record ComposeSecrets(String brokers, String clusterId, Map<String, String> files) {

  /** Enough that nobody guesses it, and without a character that any file would quote. */
  private static final int BYTES = 24;

  private static final List<String> PASSWORDS =
      List.of(
          "postgres-password",
          "reader-password",
          "dashboard-password",
          "api-token",
          "grafana-password",
          "mongo-password");

  static ComposeSecrets random() {
    SecureRandom random = new SecureRandom();
    String brokers = password(random);
    Map<String, String> files = new TreeMap<>();
    PASSWORDS.forEach(name -> files.put(name, password(random)));
    String login =
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"tidemark\" password=\"%s\";".formatted(brokers);
    files.put(
        "kafka.properties",
        """
        security.protocol=SASL_PLAINTEXT
        sasl.mechanism=PLAIN
        sasl.jaas.config=%s"""
            .formatted(login));
    files.put(
        "akhq.yml",
        """
        akhq:
          connections:
            tidemark:
              properties:
                bootstrap.servers: "kafka-1:9092,kafka-2:9092,kafka-3:9092"
                security.protocol: SASL_PLAINTEXT
                sasl.mechanism: PLAIN
                sasl.jaas.config: '%s'"""
            .formatted(login));
    return new ComposeSecrets(brokers, Uuid.randomUuid().toString(), files);
  }

  private static String password(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Writes the files. The directory is for its owner alone; the files are not, because the users
   * inside the containers have other numbers and see the files without the directory.
   */
  void write(Path directory) throws IOException {
    OwnerFile.makeDirectory(directory);
    for (Map.Entry<String, String> file : files.entrySet()) {
      // No line end: some images take it for a part of the password.
      OwnerFile.writeReadable(directory.resolve(file.getKey()), file.getValue());
    }
  }

  /** The example of an environment, with what only this one has. */
  List<String> filledIn(List<String> example) {
    return example.stream()
        .map(
            line ->
                switch (line) {
                  case "KAFKA_PASSWORD=" -> line + brokers;
                  case "KAFKA_CLUSTER_ID=" -> line + clusterId;
                  default -> line;
                })
        .toList();
  }
}
