package dev.tidemark.station.mirror;

import dev.tidemark.read.KafkaSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The two clusters of a mirror. */
final class ClusterOptions {

  @Option(
      names = "--source",
      paramLabel = "BROKERS",
      required = true,
      defaultValue = "${env:SOURCE_BROKERS}",
      description = "The cluster to copy from (env SOURCE_BROKERS).")
  String source;

  @Option(
      names = "--sourceTopic",
      paramLabel = "TOPIC",
      required = true,
      defaultValue = "${env:SOURCE_TOPIC}",
      description = "The topic to copy (env SOURCE_TOPIC).")
  String sourceTopic;

  @Option(
      names = "--sourceUser",
      paramLabel = "NAME",
      defaultValue = "${env:SOURCE_USERNAME}",
      description =
          "Who one is there (env SOURCE_USERNAME); the password stands in env SOURCE_PASSWORD, or in"
              + " the file that SOURCE_PASSWORD_FILE names.")
  String sourceUser;

  @Option(
      names = "--sourceMechanism",
      paramLabel = "NAME",
      defaultValue = "${env:SOURCE_MECHANISM:-PLAIN}",
      description = "PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512 (env SOURCE_MECHANISM; default PLAIN).")
  String sourceMechanism;

  @Option(names = "--sourceTls", description = "The source speaks TLS.")
  boolean sourceTls;

  @Option(
      names = "--sourceConfig",
      paramLabel = "FILE",
      defaultValue = "${env:SOURCE_CONFIG_FILE}",
      description = "Further client properties of the source (env SOURCE_CONFIG_FILE).")
  Path sourceConfig;

  @Option(
      names = "--destination",
      paramLabel = "BROKERS",
      required = true,
      defaultValue = "${env:DESTINATION_BROKERS}",
      description = "The cluster to copy into (env DESTINATION_BROKERS).")
  String destination;

  @Option(
      names = "--destinationTopic",
      paramLabel = "TOPIC",
      defaultValue = "${env:KAFKA_TOPIC}",
      description =
          "The copy, which is made when it is missing (env KAFKA_TOPIC; default: named as the"
              + " source).")
  String topic;

  @Option(
      names = "--destinationConfig",
      paramLabel = "FILE",
      defaultValue = "${env:DESTINATION_CONFIG_FILE}",
      description =
          "Client properties of the destination: security.protocol, sasl.jaas.config, … (env"
              + " DESTINATION_CONFIG_FILE).")
  Path destinationConfig;

  KafkaSettings source() {
    String password = ClusterLogin.secret(System.getenv(), "SOURCE_PASSWORD");
    return new KafkaSettings(
        source,
        "tidemark-mirror",
        ClusterLogin.properties(sourceConfig, sourceUser, password, sourceMechanism, sourceTls));
  }

  KafkaSettings destination() {
    return new KafkaSettings(
        destination,
        "tidemark-mirror",
        ClusterLogin.properties(destinationConfig, null, null, null, false));
  }

  String topic() {
    return topic == null ? sourceTopic : topic;
  }
}
