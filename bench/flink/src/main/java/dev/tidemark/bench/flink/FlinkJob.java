package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.View;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What both jobs begin with. Tuned: objects are reused between chained steps, no type falls back to
 * Kryo (it is an error here), Kafka answers with up to 4 MB a partition and hands over 5,000
 * records a poll.
 */
final class FlinkJob {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(60);
  static final Duration LATENESS = Duration.ofMinutes(10);
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  private FlinkJob() {}

  static StreamExecutionEnvironment environment(Contest contest) {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(TaskManagerOptions.NUM_TASK_SLOTS, contest.parallelism());
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        Path.of(contest.work(), "checkpoints").toUri().toString());
    flink.set(ExecutionCheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    flink.set(ExecutionCheckpointingOptions.CHECKPOINTING_MODE, CheckpointingMode.AT_LEAST_ONCE);
    return StreamExecutionEnvironment.createLocalEnvironment(contest.parallelism(), flink);
  }

  static DataStream<View> views(
      StreamExecutionEnvironment flink, Contest contest, DeserializationSchema<View> schema) {
    KafkaSource<View> kafka =
        KafkaSource.<View>builder()
            .setBootstrapServers(contest.kafka())
            .setTopics(contest.topic())
            .setGroupId("flink")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setValueOnlyDeserializer(schema)
            .setProperty("max.partition.fetch.bytes", String.valueOf(4 << 20))
            .setProperty("max.poll.records", "5000")
            .build();
    WatermarkStrategy<View> watermarks =
        WatermarkStrategy.<View>forBoundedOutOfOrderness(OUT_OF_ORDERNESS)
            .withTimestampAssigner((view, unused) -> view.time);
    return flink.fromSource(kafka, watermarks, "views");
  }
}
