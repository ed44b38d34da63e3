package dev.tidemark.station.operate;

import dev.tidemark.run.KafkaOptions;
import dev.tidemark.station.console.Progress;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Counts the messages of a topic. */
@Command(
    name = "count",
    description = "Count the messages of a topic, by partition.",
    footer = {"", "Example: tidemark count web_events --exact"})
public final class Count implements Callable<Integer> {

  /** A partition; {@code records} is null unless they were read. */
  record Counted(
      String topic, int partition, long firstOffset, long endOffset, long messages, Long records) {}

  @Mixin KafkaOptions kafka;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "TOPIC",
      description = "A topic, several with commas, or a pattern (default: that of --topic).")
  String topic;

  @Option(
      names = "--exact",
      description =
          "Read every record. Without it the offsets are counted, among which are marks of"
              + " transactions and what compaction took.")
  boolean exact;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    List<Counted> all = counted();
    if (output.json) {
      all.forEach(partition -> out.println(Output.line(partition)));
      return 0;
    }
    TextTable table =
        exact
            ? new TextTable("topic", "partition", "first", "end", "messages", "records")
            : new TextTable("topic", "partition", "first", "end", "messages");
    long messages = 0;
    long records = 0;
    for (Counted each : all) {
      table.add(
          each.topic(),
          each.partition(),
          each.firstOffset(),
          each.endOffset(),
          each.messages(),
          each.records());
      messages += each.messages();
      records += exact ? each.records() : 0;
    }
    table.add("all", "", "", "", messages, records).print(out);
    return 0;
  }

  private List<Counted> counted() {
    try (Cluster cluster = new Cluster(kafka.settings())) {
      List<TopicPartition> partitions = cluster.partitions(topic == null ? kafka.topic() : topic);
      Map<TopicPartition, ListOffsetsResultInfo> begins =
          cluster.offsets(partitions, OffsetSpec.earliest());
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          cluster.offsets(partitions, OffsetSpec.latest());
      Map<TopicPartition, Long> records = exact ? read(begins, ends) : Map.of();
      return partitions.stream()
          .map(
              at -> {
                long begin = begins.get(at).offset();
                long end = ends.get(at).offset();
                return new Counted(
                    at.topic(), at.partition(), begin, end, end - begin, records.get(at));
              })
          .toList();
    }
  }

  private Map<TopicPartition, Long> read(
      Map<TopicPartition, ListOffsetsResultInfo> begins,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    Map<TopicPartition, Scan.Stretch> stretches = new HashMap<>();
    Map<TopicPartition, Long> records = new HashMap<>();
    begins.forEach(
        (at, begin) -> {
          stretches.put(at, new Scan.Stretch(begin.offset(), ends.get(at).offset()));
          records.put(at, 0L);
        });
    long total = stretches.values().stream().mapToLong(s -> s.to() - s.from()).sum();
    try (Progress progress = new Progress(command.commandLine().getErr(), "offsets", total)) {
      Scan.read(
          kafka.settings(),
          stretches,
          record ->
              records.merge(new TopicPartition(record.topic(), record.partition()), 1L, Long::sum),
          progress::advanceTo);
    }
    return records;
  }
}
