package dev.tidemark.station.operate;

import dev.tidemark.run.KafkaOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the topics of the broker. */
@Command(
    name = "topics",
    description = "List Kafka's topics: partitions, messages, size, retention, newest record.",
    footer = {"", "Example: tidemark topics --kafka=broker:9092"})
public final class Topics implements Callable<Integer> {

  /** What there is to know of a topic; messages are offsets, marks of transactions included. */
  record Found(
      String topic,
      int partitions,
      long messages,
      Long bytes,
      Long retentionSeconds,
      Instant newest) {}

  @Mixin KafkaOptions kafka;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    TextTable table =
        new TextTable("topic", "partitions", "messages", "size", "retention", "newest record");
    try (Cluster cluster = new Cluster(kafka.settings())) {
      Optional<Map<String, Long>> bytes = cluster.bytes();
      for (String topic : cluster.topics()) {
        Found found = found(cluster, topic, bytes.map(sizes -> sizes.getOrDefault(topic, 0L)));
        if (output.json) {
          out.println(Output.line(found));
        } else {
          table.add(
              topic,
              found.partitions(),
              found.messages(),
              found.bytes() == null ? null : TextTable.bytes(found.bytes()),
              found.retentionSeconds() == null
                  ? "for ever"
                  : TextTable.duration(Duration.ofSeconds(found.retentionSeconds())),
              found.newest());
        }
      }
    }
    if (!output.json) {
      table.print(out);
    }
    return 0;
  }

  private static Found found(Cluster cluster, String topic, Optional<Long> bytes) {
    List<TopicPartition> partitions = cluster.partitions(List.of(topic));
    long messages =
        sum(cluster.offsets(partitions, OffsetSpec.latest()))
            - sum(cluster.offsets(partitions, OffsetSpec.earliest()));
    long newest =
        cluster.offsets(partitions, OffsetSpec.maxTimestamp()).values().stream()
            .mapToLong(ListOffsetsResultInfo::timestamp)
            .max()
            .orElse(-1);
    long retention = Long.parseLong(cluster.settings(topic).getOrDefault("retention.ms", "-1"));
    return new Found(
        topic,
        partitions.size(),
        messages,
        bytes.orElse(null),
        retention < 0 ? null : retention / 1000,
        newest < 0 ? null : Instant.ofEpochMilli(newest));
  }

  private static long sum(Map<TopicPartition, ListOffsetsResultInfo> offsets) {
    return offsets.values().stream().mapToLong(ListOffsetsResultInfo::offset).sum();
  }
}
