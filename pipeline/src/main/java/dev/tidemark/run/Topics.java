package dev.tidemark.run;

import dev.tidemark.read.KafkaSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** Finds the topics that a user names, and makes those that are missing. */
public final class Topics implements AutoCloseable {

  private static final Pattern NAMES = Pattern.compile("[a-zA-Z0-9._,-]+");
  private static final int SECONDS = 20;

  private final KafkaSettings kafka;
  private final Admin admin;

  public Topics(KafkaSettings kafka) {
    this.kafka = kafka;
    try {
      this.admin = Admin.create(kafka.client());
    } catch (KafkaException wrong) {
      throw new UserError(
          "Kafka's client cannot start: " + cause(wrong),
          "Check KAFKA_URL, or --kafka, and the properties in --kafkaConfig.");
    }
  }

  /** The partitions of all topics that a list of names, or else a pattern, means. */
  public List<TopicPartition> partitions(String topics) {
    return partitionsOf(
        NAMES.matcher(topics).matches() ? named(topics) : matching(pattern(topics)));
  }

  /** The same of those topics that are there: none is made. */
  public List<TopicPartition> existing(String topics) {
    Pattern meant = NAMES.matcher(topics).matches() ? null : pattern(topics);
    List<String> named = List.of(topics.split(","));
    return partitionsOf(
        await(admin.listTopics().names()).stream()
            .filter(name -> meant == null ? named.contains(name) : meant.matcher(name).matches())
            .toList());
  }

  /** What tells the topics of these partitions from others of their names, as far as they exist. */
  Map<String, String> ids(List<TopicPartition> partitions) {
    Set<String> existing = await(admin.listTopics().names());
    List<String> names =
        partitions.stream()
            .map(TopicPartition::topic)
            .distinct()
            .filter(existing::contains)
            .toList();
    Map<String, String> ids = new HashMap<>();
    await(admin.describeTopics(names).allTopicNames())
        .forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
    return ids;
  }

  /** What tells a topic from others of its name. */
  public String id(String topic) {
    return await(admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .topicId()
        .toString();
  }

  private List<TopicPartition> partitionsOf(Collection<String> names) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic : await(admin.describeTopics(names).allTopicNames()).values()) {
      topic.partitions().stream()
          .map(partition -> new TopicPartition(topic.name(), partition.partition()))
          .forEach(partitions::add);
    }
    partitions.sort(
        Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    return partitions;
  }

  /** Makes a topic unless it is there, as the broker makes topics. */
  public void ensure(String name) {
    ensure(new NewTopic(name, Optional.empty(), Optional.empty()));
  }

  /** Makes a topic with so many partitions unless it is there. */
  public void ensure(String name, int partitions) {
    ensure(new NewTopic(name, Optional.of(partitions), Optional.empty()));
  }

  /** Makes a topic with settings of its own unless it is there. */
  public void ensure(NewTopic topic) {
    if (!await(admin.listTopics().names()).contains(topic.name())) {
      create(topic);
    }
  }

  /** Gives a topic one partition more, and tells its number. */
  public int addPartition(String topic) {
    int number = partitionsOf(List.of(topic)).size();
    await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(number + 1))).all());
    return number;
  }

  /** Whether nothing was ever written to the topics. */
  public boolean areFresh(String topics) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    partitions(topics).forEach(partition -> ends.put(partition, OffsetSpec.latest()));
    return await(admin.listOffsets(ends).all()).values().stream()
        .allMatch(end -> end.offset() == 0);
  }

  /** What tells this cluster from every other. */
  public String clusterId() {
    return await(admin.describeCluster().clusterId());
  }

  private List<String> named(String topics) {
    List<String> names = Arrays.stream(topics.split(",")).filter(n -> !n.isEmpty()).toList();
    Set<String> existing = await(admin.listTopics().names());
    names.stream()
        .filter(name -> !existing.contains(name))
        .map(name -> new NewTopic(name, Optional.empty(), Optional.<Short>empty()))
        .forEach(this::create);
    return names;
  }

  private List<String> matching(Pattern pattern) {
    List<String> names =
        new TreeSet<>(await(admin.listTopics().names()))
            .stream().filter(name -> pattern.matcher(name).matches()).toList();
    if (names.isEmpty()) {
      throw new UserError(
          "No topic matches " + pattern + ".", "Check --topic against the topics of the broker.");
    }
    return names;
  }

  private static Pattern pattern(String topics) {
    try {
      return Pattern.compile(topics);
    } catch (PatternSyntaxException wrong) {
      throw UserError.inUsage(
          "--topic is neither a list of names nor a regular expression: " + wrong.getDescription(),
          "Write web_events, or shop.*|blog.*");
    }
  }

  private void create(NewTopic topic) {
    try {
      await(admin.createTopics(List.of(topic)).all());
    } catch (UserError failed) {
      if (!(failed.getCause() instanceof TopicExistsException)) {
        throw failed;
      }
    }
  }

  private <T> T await(org.apache.kafka.common.KafkaFuture<T> answer) {
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      throw new UserError(
          kafka + " refused: " + refused.getCause().getMessage(),
          "Check the rights of the user and the properties in --kafkaConfig.",
          refused.getCause());
    } catch (TimeoutException silent) {
      throw new UserError(
          kafka + " gave no answer in " + SECONDS + " s.",
          "Check KAFKA_URL, or --kafka, and that the broker is up.",
          silent);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UserError("Stopped while asking Kafka.", "Start again.", stopped);
    }
  }

  private static String cause(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage();
  }

  @Override
  public void close() {
    admin.close();
  }
}
