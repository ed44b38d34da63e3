package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Partial;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Table;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Job core as Flink can do it when an expert has written each step by hand.
 *
 * <p>Tuned: events are parsed into one object and counted in the thread of the source; only partial
 * results are shuffled, many keys in one record; a window that slides is made of its slices; rows
 * are written as sorted arrays.
 */
public final class OptimisedFlink {
  private OptimisedFlink() {}

  public static void main(String[] args) throws Exception {
    Contest contest = Contest.fromEnvironment();
    StreamExecutionEnvironment flink = FlinkJob.environment(contest);
    TypeInformation<Partial> partialType = TypeInformation.of(Partial.class);
    DataStream<Partial> partials =
        FlinkJob.views(flink, contest, new ViewSchema(true))
            .transform("pre-aggregate", partialType, new PreAggregate(2 * contest.parallelism()));
    DataStream<Row> counts =
        partials
            .filter(partial -> partial.table != Table.ACTIVE_USERS.ordinal())
            .keyBy(
                partial -> Tuple3.of(partial.table, partial.start, partial.shard),
                Types.TUPLE(Types.INT, Types.LONG, Types.INT))
            .process(new MergeCounts())
            .returns(Row.class);
    DataStream<Row> users =
        partials
            .filter(partial -> partial.table == Table.ACTIVE_USERS.ordinal())
            .keyBy(partial -> partial.table)
            .process(new MergeSketches())
            .returns(Row.class);
    counts.addSink(new ArraySink(contest)).name("counts");
    users.addSink(new ArraySink(contest)).name("users");
    flink.execute("core");
  }
}
