package dev.tidemark.bench.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hll_sketch_agg;
import static org.apache.spark.sql.functions.hll_sketch_estimate;
import static org.apache.spark.sql.functions.hll_union_agg;
import static org.apache.spark.sql.functions.window;
import static org.apache.spark.sql.functions.window_time;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Table;
import java.nio.file.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import scala.Tuple2;
import scala.Tuple3;

/**
 * Job core on Spark Structured Streaming: a query a table, windows by its own aggregates.
 *
 * <p>Tuned: as many shuffle partitions as cores; each query makes only the columns that it needs,
 * by the streaming parser; sketches by Spark's own functions, and of slices, so that an event is in
 * one of them, not in five; no sort where an aggregate of objects has more than 128 groups. State
 * stays in memory, for it is small. A batch takes what there is: Spark has one watermark for all
 * partitions, the largest, so that a bound would let one partition make the others' events late.
 */
public final class StructuredSpark {
  private static final Encoder<Tuple2<Long, String>> TIME_AND_TEXT =
      Encoders.tuple(Encoders.LONG(), Encoders.STRING());
  private static final Encoder<Tuple3<Long, String, String>> TIME_AND_TEXTS =
      Encoders.tuple(Encoders.LONG(), Encoders.STRING(), Encoders.STRING());

  private final Contest contest;
  private final SparkSession spark;

  private StructuredSpark(Contest contest) {
    this.contest = contest;
    spark =
        SparkSession.builder()
            .master("local[" + contest.parallelism() + "]")
            .appName("core")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", false)
            .config("spark.local.dir", Path.of(contest.work(), "local").toString())
            .config("spark.sql.warehouse.dir", Path.of(contest.work(), "warehouse").toString())
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", contest.parallelism())
            .config("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", 100_000)
            .config("spark.scheduler.mode", "FAIR")
            .getOrCreate();
  }

  public static void main(String[] args) throws Exception {
    StructuredSpark job = new StructuredSpark(Contest.fromEnvironment());
    job.start(job.pageViews(), Table.PAGE_VIEWS, OutputMode.Update());
    job.start(job.activeUsers(), Table.ACTIVE_USERS, OutputMode.Append());
    job.start(job.webTraffic(), Table.WEB_TRAFFIC, OutputMode.Update());
    job.spark.streams().awaitAnyTermination();
  }

  private Dataset<Row> pageViews() {
    Dataset<Row> views =
        records()
            .mapPartitions(
                Events.each((view, hosts) -> new Tuple2<>(view.time, view.url)), TIME_AND_TEXT)
            .toDF("time", "url");
    return inTime(views)
        .groupBy(window(col("time"), "1 minute"), col("url"))
        .count()
        .select(col("window.start"), col("url"), col("count"));
  }

  private Dataset<Row> activeUsers() {
    Dataset<Row> views =
        records()
            .mapPartitions(
                Events.each((view, hosts) -> new Tuple2<>(view.time, view.user)), TIME_AND_TEXT)
            .toDF("time", "user");
    return inTime(views)
        .groupBy(window(col("time"), "1 minute").as("slice"))
        .agg(hll_sketch_agg(col("user"), 14).as("users"))
        .groupBy(window(window_time(col("slice")), "5 minutes", "1 minute").as("window"))
        .agg(hll_union_agg(col("users")).as("users"))
        .select(col("window.start"), hll_sketch_estimate(col("users")));
  }

  private Dataset<Row> webTraffic() {
    Dataset<Row> views =
        records()
            .mapPartitions(
                Events.each(
                    (view, hosts) -> new Tuple3<>(view.time, hosts.of(view.url), view.referrer)),
                TIME_AND_TEXTS)
            .toDF("time", "host", "referrer");
    return inTime(views)
        .groupBy(window(col("time"), "5 minutes"), col("host"), col("referrer"))
        .count()
        .select(col("window.start"), col("host"), col("referrer"), col("count"));
  }

  private Dataset<byte[]> records() {
    return spark
        .readStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", contest.kafka())
        .option("subscribe", contest.topic())
        .option("startingOffsets", "earliest")
        .option("kafka.max.partition.fetch.bytes", 4 << 20)
        .option("kafka.max.poll.records", 5_000)
        .load()
        .select("value")
        .as(Encoders.BINARY());
  }

  private static Dataset<Row> inTime(Dataset<Row> views) {
    return views
        .withColumn("time", expr("timestamp_millis(time)"))
        .withWatermark("time", "60 seconds");
  }

  private void start(Dataset<Row> rows, Table table, OutputMode mode) throws Exception {
    WriteRows write = new WriteRows(contest, table);
    VoidFunction2<Dataset<Row>, Long> writeBatch = (batch, unused) -> batch.foreachPartition(write);
    rows.writeStream()
        .queryName(table.name())
        .outputMode(mode)
        .option("checkpointLocation", Path.of(contest.work(), table.name()).toString())
        .foreachBatch(writeBatch)
        .start();
  }
}
