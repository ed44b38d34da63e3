package dev.tidemark.station.audit;

import dev.tidemark.run.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** The partitions of the topics that a user names; an audit makes none that are missing. */
final class NamedTopics {

  private static final Pattern NAMES = Pattern.compile("[a-zA-Z0-9._,-]+");

  private NamedTopics() {}

  /**
   * @param topics names with commas between them, or else a pattern
   */
  static List<TopicPartition> partitions(Map<String, Object> config, String topics) {
    Map<String, List<PartitionInfo>> all = all(config);
    boolean named = NAMES.matcher(topics).matches();
    List<String> names = List.of(topics.split(",", -1));
    Predicate<String> wanted = named ? names::contains : pattern(topics).asMatchPredicate();
    List<TopicPartition> partitions = new ArrayList<>();
    all.forEach(
        (topic, infos) -> {
          if (wanted.test(topic)) {
            infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
          }
        });
    for (String name : named ? names : List.<String>of()) {
      if (!name.isEmpty() && !all.containsKey(name)) {
        throw new UserError("There is no topic " + name + ".", "Check --topic, or KAFKA_TOPIC.");
      }
    }
    if (partitions.isEmpty()) {
      throw new UserError("No topic matches " + topics + ".", "Check --topic, or KAFKA_TOPIC.");
    }
    return partitions;
  }

  private static Map<String, List<PartitionInfo>> all(Map<String, Object> config) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      return consumer.listTopics();
    } catch (KafkaException unreachable) {
      throw new UserError(
          "Kafka does not answer: " + unreachable.getMessage(),
          "Check KAFKA_URL, or --kafka, and that the broker is up.",
          unreachable);
    }
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
}
