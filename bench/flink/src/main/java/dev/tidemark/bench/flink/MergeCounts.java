package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Partial;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Table;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Adds up the partial counts of a window and shard, and writes them when the window ends. */
final class MergeCounts extends KeyedProcessFunction<Tuple3<Integer, Long, Integer>, Partial, Row> {
  private static final long serialVersionUID = 1;

  private transient MapState<Tuple2<String, String>, Long> counts;

  @Override
  public void open(OpenContext context) {
    counts =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "counts", Types.TUPLE(Types.STRING, Types.STRING), Types.LONG));
  }

  @Override
  public void processElement(Partial partial, Context context, Collector<Row> out)
      throws Exception {
    for (int i = 0; i < partial.keys.length; i++) {
      String referrer = partial.referrers.length == 0 ? "" : partial.referrers[i];
      Tuple2<String, String> key = Tuple2.of(partial.keys[i], referrer);
      Long known = counts.get(key);
      counts.put(key, known == null ? partial.counts[i] : known + partial.counts[i]);
    }
    long end = partial.start + Table.values()[partial.table].length();
    context.timerService().registerEventTimeTimer(end - 1);
    context.timerService().registerEventTimeTimer(end - 1 + FlinkJob.LATENESS.toMillis());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Row> out) throws Exception {
    Table table = Table.values()[context.getCurrentKey().f0];
    long start = context.getCurrentKey().f1;
    if (time >= start + table.length() - 1 + FlinkJob.LATENESS.toMillis()) {
      counts.clear();
      return;
    }
    for (Map.Entry<Tuple2<String, String>, Long> count : counts.entries()) {
      Tuple2<String, String> key = count.getKey();
      out.collect(
          table == Table.PAGE_VIEWS
              ? Row.pageViews(start, key.f0, count.getValue())
              : Row.webTraffic(start, key.f0, key.f1, count.getValue()));
    }
  }
}
