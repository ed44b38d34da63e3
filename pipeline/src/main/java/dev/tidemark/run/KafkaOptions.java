package dev.tidemark.run;

import dev.tidemark.read.KafkaSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where the events come from. */
public final class KafkaOptions {

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT,…",
      defaultValue = "${env:KAFKA_URL:-127.0.0.1:9092}",
      description = "Kafka's bootstrap servers (env KAFKA_URL; default ${DEFAULT-VALUE}).")
  String bootstrapServers;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC,…|PATTERN",
      defaultValue = "${env:KAFKA_TOPIC:-web_events}",
      description =
          "One or several topics, or a regular expression over their names"
              + " (env KAFKA_TOPIC; default ${DEFAULT-VALUE}).")
  String topic;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      defaultValue = "${env:KAFKA_GROUP:-tidemark}",
      description =
          "The group under which positions are committed for monitoring"
              + " (env KAFKA_GROUP; default ${DEFAULT-VALUE}).")
  String group;

  @Option(
      names = "--kafkaConfig",
      paramLabel = "FILE",
      defaultValue = "${env:KAFKA_CONFIG_FILE}",
      description =
          "A file of further client properties: security.protocol, sasl.jaas.config, …"
              + " (env KAFKA_CONFIG_FILE).")
  Path config;

  /** The topics that were named, or the pattern of their names. */
  public String topic() {
    return topic;
  }

  /** The settings that these options mean. */
  public KafkaSettings settings() {
    return new KafkaSettings(bootstrapServers, group, config == null ? Map.of() : read(config));
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException unreadable) {
      throw new UserError(
          "Cannot read the Kafka properties in " + file + ": " + unreadable.getMessage(),
          "Name a readable file of lines key=value with --kafkaConfig.");
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(Function.identity(), properties::getProperty));
  }
}
