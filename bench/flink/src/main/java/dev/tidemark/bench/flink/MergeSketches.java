package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Distinct;
import dev.tidemark.bench.peer.Partial;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the users of each slice once, and makes each window of its five slices. */
final class MergeSketches extends KeyedProcessFunction<Integer, Partial, Row> {
  private static final long serialVersionUID = 1;

  private transient MapState<Long, HllSketch> slices;

  @Override
  public void open(OpenContext context) {
    slices =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("slices", Types.LONG, new SketchInfo()));
  }

  @Override
  public void processElement(Partial partial, Context context, Collector<Row> out)
      throws Exception {
    HllSketch known = slices.get(partial.start);
    HllSketch some = Distinct.of(partial.users);
    slices.put(partial.start, known == null ? some : Distinct.union(known, some));
    long last = partial.start + Table.ACTIVE_USERS.length();
    for (long end = partial.start + Table.SLIDE; end <= last; end += Table.SLIDE) {
      context.timerService().registerEventTimeTimer(end - 1);
    }
    context.timerService().registerEventTimeTimer(last - 1 + FlinkJob.LATENESS.toMillis());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Row> out) throws Exception {
    long end = time + 1;
    long start = end - Table.ACTIVE_USERS.length();
    slices.remove(start - FlinkJob.LATENESS.toMillis());
    List<byte[]> some = new ArrayList<>();
    for (long slice = start; slice < end; slice += Table.SLIDE) {
      HllSketch sketch = slices.get(slice);
      if (sketch != null) {
        some.add(Distinct.bytes(sketch));
      }
    }
    if (!some.isEmpty()) {
      out.collect(Row.activeUsers(start, Distinct.estimate(some)));
    }
  }
}
