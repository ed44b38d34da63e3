package dev.tidemark.bench.streams;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.View;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/**
 * Job core by the Processor API of Kafka Streams.
 *
 * <p>Tuned: events are counted in memory before they are repartitioned, many keys go in one record;
 * stores in memory; rows are written as sorted arrays. A commit is asked for at the moments when
 * nothing is under way, every second, so that the interval of Kafka Streams itself never is.
 *
 * <p>Old slices stay in the stores: there is no watermark that would tell when one is done.
 */
public final class OptimisedStreams {
  private static final Duration HAND_OVER = Duration.ofSeconds(2);
  private static final Duration WRITE = Duration.ofMillis(500);
  private static final Duration NEVER = Duration.ofDays(1);

  private OptimisedStreams() {}

  public static void main(String[] args) throws InterruptedException {
    Contest contest = Contest.fromEnvironment();
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(MergePartials.COUNTS), Serdes.String(), Serdes.Long()));
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(MergePartials.USERS), Serdes.Long(), Serdes.ByteArray()));
    KStream<byte[], View> views = builder.stream(contest.topic(), StreamsJob.views());
    int shards = 2 * contest.partitions();
    views
        .process(() -> new PreAggregate(shards, HAND_OVER))
        .repartition(
            Repartitioned.with(Serdes.String(), new PartialSerde())
                .withName("partials")
                .withNumberOfPartitions(contest.partitions()))
        .process(
            () -> new MergePartials(contest, WRITE), MergePartials.COUNTS, MergePartials.USERS);
    var settings = StreamsJob.settings(contest, "optimised", NEVER);
    StreamsJob.run(builder.build(settings), settings);
  }
}
