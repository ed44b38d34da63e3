package dev.tidemark.bench.streams;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Distinct;
import dev.tidemark.bench.peer.Hosts;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Table;
import dev.tidemark.bench.peer.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Job core in the DSL of Kafka Streams: windowed counts as tables, and every change of a table, as
 * far as the cache lets it through, into the database.
 *
 * <p>Tuned: stores in memory below a cache that holds all open windows, so that a store, its log
 * and the database see a key once a commit; commits every {@link #COMMITS}; users in {@value
 * #USER_GROUPS} groups, so that the sketch that an event reads and writes is small, and in slices,
 * five of which are a window. Grace is a day, since a task sees the partitions before it out of
 * step while it catches up, and without suppression a long grace delays nothing.
 */
public final class PlainStreams {
  private static final Duration COMMITS = Duration.ofSeconds(2);
  private static final int USER_GROUPS = 256;
  private static final Duration GRACE = Duration.ofDays(1);
  private static final byte[] NOTHING = {};
  private static final Serde<String> TEXT = Serdes.String();
  private static final char BETWEEN = '\n';

  private final Contest contest;
  private final StreamsBuilder builder = new StreamsBuilder();

  private PlainStreams(Contest contest) {
    this.contest = contest;
  }

  public static void main(String[] args) throws InterruptedException {
    Contest contest = Contest.fromEnvironment();
    PlainStreams plain = new PlainStreams(contest);
    plain.draw();
    var settings = StreamsJob.settings(contest, "plain", COMMITS);
    StreamsJob.run(plain.builder.build(settings), settings);
  }

  private void draw() {
    KStream<byte[], View> views = builder.stream(contest.topic(), StreamsJob.views());
    KStream<Object, Row> pages =
        count(views.map((unused, view) -> KeyValue.pair(view.url, NOTHING)), Table.PAGE_VIEWS)
            .map((key, count) -> row(Row.pageViews(key.window().start(), key.key(), count)));
    KStream<Object, Row> traffic =
        count(views.map((unused, view) -> hostAndReferrer(view)), Table.WEB_TRAFFIC)
            .map((key, count) -> row(webTraffic(key, count)));
    pages.process(() -> new WriteRows(contest));
    traffic.process(() -> new WriteRows(contest));
    users(views).process(() -> new WriteRows(contest));
  }

  private static KStream<Windowed<String>, Long> count(
      KStream<String, byte[]> events, Table table) {
    return events
        .groupByKey(Grouped.with(table.name(), TEXT, Serdes.ByteArray()))
        .windowedBy(windows(table.length()))
        .count(PlainStreams.<Long>inMemory(table.name(), table.length(), Serdes.Long()))
        .toStream();
  }

  /** A union takes a sketch that it has seen in an earlier state without harm. */
  private static KStream<Object, Row> users(KStream<byte[], View> views) {
    KTable<Windowed<Integer>, HllSketch> slices =
        views
            .map(
                (unused, view) ->
                    KeyValue.pair(Math.floorMod(view.user.hashCode(), USER_GROUPS), view.user))
            .groupByKey(Grouped.with("USERS", Serdes.Integer(), TEXT))
            .windowedBy(windows(Table.SLIDE))
            .aggregate(
                Distinct::empty,
                (group, user, sketch) -> {
                  sketch.update(user);
                  return sketch;
                },
                Materialized.<Integer, HllSketch>as(store("SLICES", Table.SLIDE))
                    .withKeySerde(Serdes.Integer())
                    .withValueSerde(new SketchSerde()));
    return slices
        .toStream()
        .flatMap(PlainStreams::windowsOf)
        .groupByKey(Grouped.with("WINDOWS", Serdes.Long(), new SketchSerde()))
        .aggregate(
            Distinct::empty,
            (start, slice, all) -> Distinct.union(all, slice),
            Materialized.<Long, HllSketch>as(Stores.inMemoryKeyValueStore("WINDOWS"))
                .withKeySerde(Serdes.Long())
                .withValueSerde(new SketchSerde()))
        .toStream()
        .map((start, all) -> row(Row.activeUsers(start, Math.round(all.getEstimate()))));
  }

  private static List<KeyValue<Long, HllSketch>> windowsOf(
      Windowed<Integer> slice, HllSketch sketch) {
    List<KeyValue<Long, HllSketch>> windows = new ArrayList<>();
    long last = slice.window().start();
    for (long before = 0; before < Table.ACTIVE_USERS.length(); before += Table.SLIDE) {
      windows.add(KeyValue.pair(last - before, sketch));
    }
    return windows;
  }

  private static KeyValue<String, byte[]> hostAndReferrer(View view) {
    return KeyValue.pair(Hosts.parse(view.url) + BETWEEN + view.referrer, NOTHING);
  }

  private static Row webTraffic(Windowed<String> key, long count) {
    int between = key.key().indexOf(BETWEEN);
    return Row.webTraffic(
        key.window().start(),
        key.key().substring(0, between),
        key.key().substring(between + 1),
        count);
  }

  private static KeyValue<Object, Row> row(Row row) {
    return KeyValue.pair("", row);
  }

  private static TimeWindows windows(long length) {
    return TimeWindows.ofSizeAndGrace(Duration.ofMillis(length), GRACE);
  }

  private static <V> Materialized<String, V, WindowStore<Bytes, byte[]>> inMemory(
      String name, long length, Serde<V> values) {
    return Materialized.<String, V>as(store(name, length))
        .withKeySerde(TEXT)
        .withValueSerde(values);
  }

  private static WindowBytesStoreSupplier store(String name, long length) {
    Duration window = Duration.ofMillis(length);
    return Stores.inMemoryWindowStore(name, GRACE.plus(window), window, false);
  }
}
