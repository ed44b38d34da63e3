package dev.tidemark.station.operate;

import dev.tidemark.event.Lateness;
import dev.tidemark.parse.Limits;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.server.common.MetadataVersion;

/** Looks at Kafka: whether it answers, what it lets this user do, how the topics are set. */
final class KafkaChecks {

  private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

  private final KafkaSettings kafka;
  private final String topics;
  private final Lateness lateness;

  KafkaChecks(KafkaSettings kafka, String topics, Lateness lateness) {
    this.kafka = kafka;
    this.topics = topics;
    this.lateness = lateness;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    try (Cluster cluster = new Cluster(kafka)) {
      Collection<Node> nodes = cluster.await(cluster.admin().describeCluster().nodes());
      checks.add(
          Check.good("Kafka", "%s, %d nodes".formatted(kafka.bootstrapServers(), nodes.size())));
      checks.add(version(cluster));
      checks.add(mayCreate(cluster));
      List<TopicPartition> partitions = cluster.partitions(topics);
      for (String topic : partitions.stream().map(TopicPartition::topic).distinct().toList()) {
        topic(checks, cluster, topic);
      }
    } catch (UserError wrong) {
      checks.add(Check.wrong("Kafka", wrong.getMessage(), wrong.remedy()));
    }
    return checks;
  }

  private static Check version(Cluster cluster) {
    try {
      FinalizedVersionRange range =
          cluster
              .await(cluster.admin().describeFeatures().featureMetadata())
              .finalizedFeatures()
              .get(MetadataVersion.FEATURE_NAME);
      if (range == null) {
        return Check.doubtful(
            "Kafka's version", "runs on ZooKeeper, or is older than 3.3", "Upgrade when you can.");
      }
      return Check.good(
          "Kafka's version",
          "metadata " + MetadataVersion.fromFeatureLevel(range.maxVersionLevel()).version());
    } catch (UserError | IllegalArgumentException unknown) {
      return Check.doubtful(
          "Kafka's version", "is not told", "Nothing to do where the broker hides it on purpose.");
    }
  }

  private static Check mayCreate(Cluster cluster) {
    try {
      cluster.await(
          cluster
              .admin()
              .createTopics(
                  List.of(new NewTopic("tidemark-doctor", Optional.empty(), Optional.empty())),
                  new CreateTopicsOptions().validateOnly(true))
              .all());
      return Check.good("Topics", "may be created");
    } catch (UserError refused) {
      return Check.doubtful(
          "Topics",
          "may not be created by this user",
          "Create the topics yourself before run, or grant CREATE.");
    }
  }

  private void topic(List<Check> checks, Cluster cluster, String topic) {
    List<TopicPartition> partitions = cluster.partitions(List.of(topic));
    String subject = "Topic " + topic;
    checks.add(Check.good(subject, partitions.size() + " partitions"));
    mayReadAndWrite(cluster, topic).ifPresent(checks::add);
    Map<String, String> settings = cluster.settings(topic);
    checks.add(retention(subject, Long.parseLong(settings.getOrDefault("retention.ms", "-1"))));
    checks.add(
        Check.doubtful(
                subject,
                "cleanup.policy is " + settings.get("cleanup.policy"),
                "Compaction takes records before they are counted again by a rebuild.")
            .unless("delete".equals(settings.get("cleanup.policy"))));
    long largest = Long.parseLong(settings.getOrDefault("max.message.bytes", "0"));
    checks.add(
        Check.doubtful(
                subject,
                "takes records of %s".formatted(TextTable.bytes(largest)),
                "Larger ones than %s are dead letters unless --maxEventBytes allows them."
                    .formatted(TextTable.bytes(Limits.DEFAULT.maxEventBytes())))
            .unless(largest <= Limits.DEFAULT.maxEventBytes() + 1_000L));
    clock(subject, cluster, partitions).ifPresent(checks::add);
  }

  private static Optional<Check> mayReadAndWrite(Cluster cluster, String topic) {
    TopicDescription described =
        cluster
            .await(
                cluster
                    .admin()
                    .describeTopics(
                        TopicCollection.ofTopicNames(List.of(topic)),
                        new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .allTopicNames())
            .get(topic);
    Set<AclOperation> allowed = described.authorizedOperations();
    if (allowed == null) {
      return Optional.empty();
    }
    String missing =
        List.of(AclOperation.READ, AclOperation.WRITE).stream()
            .filter(operation -> !allowed.contains(operation))
            .map(AclOperation::name)
            .collect(Collectors.joining(", "));
    if (missing.contains("READ")) {
      return Optional.of(
          Check.wrong("Topic " + topic, "may not be read", "Grant READ on it to this user."));
    }
    return Optional.of(
        Check.doubtful(
                "Topic " + topic,
                missing.isEmpty() ? "may be read and written" : "may not be written",
                "Grant WRITE for the generator, ingest, import and replay.")
            .unless(missing.isEmpty()));
  }

  private Check retention(String subject, long millis) {
    if (millis < 0) {
      return Check.good(subject, "keeps records for ever");
    }
    Duration retention = Duration.ofMillis(millis);
    String finding = "keeps records for " + TextTable.duration(retention);
    Duration needed = lateness.outOfOrderness().plus(lateness.allowed());
    if (retention.compareTo(needed) < 0) {
      return Check.wrong(
          subject,
          finding,
          "Raise retention.ms above " + TextTable.duration(needed) + ", the lateness.");
    }
    return Check.doubtful(
            subject, finding, "Raise retention.ms: a stop of that length loses records.")
        .unless(retention.compareTo(SHORTEST_RETENTION) >= 0);
  }

  /** Kafka does not tell its time; the newest record is a witness. */
  private static Optional<Check> clock(
      String subject, Cluster cluster, List<TopicPartition> partitions) {
    long newest =
        cluster.offsets(partitions, OffsetSpec.maxTimestamp()).values().stream()
            .mapToLong(ListOffsetsResultInfo::timestamp)
            .max()
            .orElse(-1);
    Instant now = Instant.now();
    if (newest < 0) {
      return Optional.empty();
    }
    Duration ahead = Duration.between(now, Instant.ofEpochMilli(newest));
    return Optional.of(
        Check.doubtful(
                subject,
                ahead.compareTo(CLOCKS_DIFFER) > 0
                    ? "its newest record is " + TextTable.duration(ahead) + " ahead of this clock"
                    : "its newest record is of " + TextTable.time(Instant.ofEpochMilli(newest)),
                "Set the clocks of the producers and of this machine by NTP.")
            .unless(ahead.compareTo(CLOCKS_DIFFER) <= 0));
  }
}
