package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Upserts;
import java.sql.SQLException;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.sink.RichSinkFunction;

/** Writes rows as arrays, what there is at each watermark and before each checkpoint. */
final class ArraySink extends RichSinkFunction<Row> implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private final Contest contest;
  private transient Upserts upserts;

  ArraySink(Contest contest) {
    this.contest = contest;
  }

  @Override
  public void open(OpenContext context) throws SQLException {
    upserts = new Upserts(contest);
  }

  @Override
  public void invoke(Row row, Context context) throws SQLException {
    upserts.add(row);
  }

  @Override
  public void writeWatermark(Watermark watermark) throws SQLException {
    upserts.flush();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws SQLException {
    upserts.flush();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    // There is nothing to restore: what a checkpoint covers is written.
  }

  @Override
  public void close() throws SQLException {
    if (upserts != null) {
      upserts.close();
    }
  }
}
