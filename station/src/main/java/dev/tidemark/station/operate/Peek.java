package dev.tidemark.station.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.UserError;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows records of a topic. */
@Command(
    name = "peek",
    description = "Show records of a topic; control characters are spelled out.",
    footer = {"", "Example: tidemark peek web_events --from=10m --limit=5 --follow"})
public final class Peek implements Callable<Integer> {

  @Mixin KafkaOptions kafka;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "TOPIC",
      description = "A topic, several with commas, or a pattern (default: that of --topic).")
  String topic;

  @Option(
      names = "--from",
      paramLabel = "earliest|latest|OFFSET|TIME",
      defaultValue = "latest",
      description =
          "Where to begin: an offset, or a time like 2026-01-09T12:00:00Z or 10m (ago); latest"
              + " shows the last records (default ${DEFAULT-VALUE}).")
  String from;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many records at most (default ${DEFAULT-VALUE}).")
  int limit;

  @Option(names = "--partition", paramLabel = "N", description = "Only this partition.")
  Integer partition;

  @Option(
      names = "--follow",
      description = "Go on with what comes, until Ctrl-C or until --limit is reached, if given.")
  boolean follow;

  @Override
  public Integer call() {
    if (limit < 1 || limit > 100_000) {
      throw UserError.inUsage("--limit=" + limit + " is no number from 1 to 100000.", "Ask less.");
    }
    Map<TopicPartition, Scan.Stretch> stretches = stretches();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<TopicPartition, Scan.Stretch> near = new HashMap<>();
    // A little more than the limit, because some offsets may hold no record.
    stretches.forEach(
        (at, stretch) ->
            near.put(
                at,
                new Scan.Stretch(
                    stretch.from(), Math.min(stretch.to(), stretch.from() + limit + 100L))));
    Scan.read(kafka.settings(), near, records::add, offsets -> {});
    records.sort(
        Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
            .thenComparing(ConsumerRecord::partition)
            .thenComparing(ConsumerRecord::offset));
    int surplus = Math.max(0, records.size() - limit);
    List<ConsumerRecord<byte[], byte[]>> shown =
        isLatest()
            ? records.subList(surplus, records.size())
            : records.subList(0, records.size() - surplus);
    shown.forEach(this::print);
    if (follow) {
      follow(near, shown.size());
    }
    return 0;
  }

  private boolean isLatest() {
    return from.equals("latest");
  }

  private Map<TopicPartition, Scan.Stretch> stretches() {
    try (Cluster cluster = new Cluster(kafka.settings())) {
      List<TopicPartition> partitions =
          cluster.partitions(topic == null ? kafka.topic() : topic).stream()
              .filter(at -> partition == null || at.partition() == partition)
              .toList();
      if (partitions.isEmpty()) {
        throw new UserError("There is no partition " + partition + ".", "Count them with topics.");
      }
      Map<TopicPartition, ListOffsetsResultInfo> begins =
          cluster.offsets(partitions, OffsetSpec.earliest());
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          cluster.offsets(partitions, OffsetSpec.latest());
      Map<TopicPartition, Long> starts = starts(cluster, partitions, ends);
      Map<TopicPartition, Scan.Stretch> stretches = new HashMap<>();
      for (TopicPartition at : partitions) {
        long end = ends.get(at).offset();
        long start = Math.max(starts.getOrDefault(at, 0L), begins.get(at).offset());
        stretches.put(at, new Scan.Stretch(Math.min(start, end), end));
      }
      return stretches;
    }
  }

  private Map<TopicPartition, Long> starts(
      Cluster cluster,
      List<TopicPartition> partitions,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    Map<TopicPartition, Long> starts = new HashMap<>();
    if (isLatest()) {
      ends.forEach((at, end) -> starts.put(at, end.offset() - limit));
    } else if (from.matches("\\d{1,18}")) {
      partitions.forEach(at -> starts.put(at, Long.parseLong(from)));
    } else if (!from.equals("earliest")) {
      Instant time = new Moment().convert(from);
      cluster
          .offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()))
          .forEach(
              (at, found) ->
                  starts.put(at, found.offset() < 0 ? ends.get(at).offset() : found.offset()));
    }
    return starts;
  }

  private void follow(Map<TopicPartition, Scan.Stretch> read, int shown) {
    boolean ends = command.commandLine().getParseResult().hasMatchedOption("--limit");
    int left = ends ? limit - shown : Integer.MAX_VALUE;
    try (KafkaConsumer<byte[], byte[]> consumer = Scan.consumer(kafka.settings())) {
      consumer.assign(read.keySet());
      read.forEach((at, stretch) -> consumer.seek(at, stretch.to()));
      while (left > 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          if (left-- > 0) {
            print(record);
          }
        }
      }
    }
  }

  private void print(ConsumerRecord<byte[], byte[]> record) {
    PrintWriter out = command.commandLine().getOut();
    if (output.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("topic", record.topic());
      fields.put("partition", record.partition());
      fields.put("offset", record.offset());
      fields.put("time", Instant.ofEpochMilli(record.timestamp()));
      fields.put("key", text(record.key()));
      fields.put("value", text(record.value()));
      out.println(Output.line(fields));
    } else {
      out.printf(
          "%s/%d/%d  %s  key %s%n  %s%n",
          record.topic(),
          record.partition(),
          record.offset(),
          TextTable.time(Instant.ofEpochMilli(record.timestamp())),
          record.key() == null ? "-" : Visible.of(text(record.key())),
          record.value() == null ? "(no value)" : Visible.of(text(record.value())));
    }
    out.flush();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
