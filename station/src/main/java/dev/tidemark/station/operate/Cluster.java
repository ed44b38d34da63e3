package dev.tidemark.station.operate;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Kafka as an operator asks it; it makes nothing. */
final class Cluster implements AutoCloseable {

  private static final int SECONDS = 15;

  private final KafkaSettings kafka;
  private final Admin admin;

  Cluster(KafkaSettings kafka) {
    this.kafka = kafka;
    Map<String, Object> config = kafka.client();
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, SECONDS * 1000 - 1000);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    try {
      this.admin = Admin.create(config);
    } catch (KafkaException wrong) {
      Throwable cause = wrong.getCause() == null ? wrong : wrong.getCause();
      throw new UserError(
          "Kafka's client cannot start: " + cause.getMessage(),
          "Check KAFKA_URL, or --kafka, and the properties in --kafkaConfig.",
          wrong);
    }
  }

  Admin admin() {
    return admin;
  }

  List<String> topics() {
    return List.copyOf(new TreeSet<>(await(admin.listTopics().names())));
  }

  /** The partitions of topics that are named, or that match a pattern; all must be there. */
  List<TopicPartition> partitions(String topics) {
    List<String> existing = topics();
    List<String> names =
        topics.matches("[a-zA-Z0-9._,-]+")
            ? Arrays.asList(topics.split(","))
            : existing.stream().filter(name -> name.matches(topics)).toList();
    List<String> missing = names.stream().filter(name -> !existing.contains(name)).toList();
    if (names.isEmpty() || !missing.isEmpty()) {
      throw new UserError(
          "Kafka at %s has no topic %s."
              .formatted(kafka.bootstrapServers(), missing.isEmpty() ? topics : missing.get(0)),
          "It has: " + (existing.isEmpty() ? "none" : String.join(", ", existing)) + ".");
    }
    return partitions(names);
  }

  List<TopicPartition> partitions(Collection<String> names) {
    List<TopicPartition> partitions = new ArrayList<>();
    await(admin.describeTopics(names).allTopicNames())
        .values()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition()))));
    partitions.sort(
        Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    return partitions;
  }

  /** Offsets of committed records, with their times where the question was for a time. */
  Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    return await(
        admin
            .listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), p -> spec)),
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
            .all());
  }

  /** The settings of a topic. */
  Map<String, String> settings(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = await(admin.describeConfigs(List.of(resource)).all()).get(resource);
    return config.entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  /** Bytes of each topic on disk, one replica counted; empty where the user may not know. */
  Optional<Map<String, Long>> bytes() {
    try {
      List<Integer> nodes = await(admin.describeCluster().nodes()).stream().map(Node::id).toList();
      Map<TopicPartition, Long> largest = new HashMap<>();
      for (Map<String, LogDirDescription> disks :
          await(admin.describeLogDirs(nodes).allDescriptions()).values()) {
        disks
            .values()
            .forEach(
                disk ->
                    disk.replicaInfos()
                        .forEach((at, replica) -> largest.merge(at, replica.size(), Math::max)));
      }
      Map<String, Long> bytes = new HashMap<>();
      largest.forEach((at, size) -> bytes.merge(at.topic(), size, Long::sum));
      return Optional.of(bytes);
    } catch (UserError refused) {
      return Optional.empty();
    }
  }

  <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      throw new UserError(
          "Kafka at " + kafka.bootstrapServers() + ": " + refused.getCause().getMessage(),
          "Check that the broker is up, --kafka, and the rights of the user.",
          refused.getCause());
    } catch (TimeoutException silent) {
      throw new UserError(
          "Kafka at " + kafka.bootstrapServers() + " gives no answer.",
          "Check KAFKA_URL, or --kafka, and that the broker is up.",
          silent);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UserError("Stopped while asking Kafka.", "Start again.", stopped);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
