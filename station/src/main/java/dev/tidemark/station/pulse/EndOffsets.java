package dev.tidemark.station.pulse;

import dev.tidemark.read.KafkaSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka from where to where its partitions can be read; it makes no topic. */
final class EndOffsets implements AutoCloseable {

  /** The first offset of a partition, and one past the last that can be read. */
  record Span(long begin, long end) {}

  private static final Pattern NAMES = Pattern.compile("[a-zA-Z0-9._,-]+");
  private static final Duration PARTITIONS_ARE_KNOWN_FOR = Duration.ofSeconds(30);
  private static final int SECONDS = 3;

  private final KafkaSettings kafka;
  private final String topics;
  private volatile Admin admin;
  private Map<TopicPartition, Long> begins = Map.of();
  private long knownAt;

  /**
   * @param topics names of topics, or a pattern of them
   */
  EndOffsets(KafkaSettings kafka, String topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  /** The span of every partition, in at most a few seconds. */
  Map<TopicPartition, Span> spans() throws IOException, InterruptedException {
    connect();
    if (begins.isEmpty() || System.nanoTime() - knownAt > PARTITIONS_ARE_KNOWN_FOR.toNanos()) {
      begins = offsets(partitions(), OffsetSpec.earliest());
      knownAt = System.nanoTime();
    }
    Map<TopicPartition, Span> spans = new HashMap<>();
    offsets(List.copyOf(begins.keySet()), OffsetSpec.latest())
        .forEach((at, end) -> spans.put(at, new Span(Math.min(begins.get(at), end), end)));
    return spans;
  }

  private void connect() throws IOException {
    if (admin != null) {
      return;
    }
    Map<String, Object> config = kafka.client();
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, SECONDS * 1000);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, SECONDS * 1000);
    try {
      admin = Admin.create(config);
    } catch (KafkaException wrong) {
      throw new IOException(where() + " cannot be reached: " + deepest(wrong), wrong);
    }
  }

  private List<TopicPartition> partitions() throws IOException, InterruptedException {
    Set<String> existing = await(admin.listTopics().names());
    List<String> names = existing.stream().filter(this::isMeant).toList();
    if (names.isEmpty()) {
      throw new IOException(where() + " has no topic " + topics);
    }
    List<TopicPartition> partitions = new ArrayList<>();
    await(admin.describeTopics(names).allTopicNames())
        .values()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition()))));
    return partitions;
  }

  private boolean isMeant(String topic) {
    return NAMES.matcher(topics).matches()
        ? Arrays.asList(topics.split(",")).contains(topic)
        : topic.matches(topics);
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec)
      throws IOException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), p -> spec));
    ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> answer :
        await(admin.listOffsets(wanted, committed).all()).entrySet()) {
      offsets.put(answer.getKey(), answer.getValue().offset());
    }
    return offsets;
  }

  private <T> T await(KafkaFuture<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get(SECONDS + 1, TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      begins = Map.of();
      throw new IOException(where() + ": " + deepest(refused), refused);
    } catch (TimeoutException silent) {
      throw new IOException(where() + " gives no answer", silent);
    }
  }

  private String where() {
    return "Kafka at " + kafka.bootstrapServers();
  }

  private static String deepest(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
