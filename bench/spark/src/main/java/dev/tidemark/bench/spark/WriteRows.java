package dev.tidemark.bench.spark;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Table;
import dev.tidemark.bench.peer.Upserts;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Iterator;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;

/** Writes the rows of a partition of a batch: start of the window, keys, value. */
final class WriteRows implements ForeachPartitionFunction<Row> {
  private static final long serialVersionUID = 1;

  private final Contest contest;
  private final Table table;

  WriteRows(Contest contest, Table table) {
    this.contest = contest;
    this.table = table;
  }

  @Override
  public void call(Iterator<Row> rows) throws SQLException {
    try (Upserts upserts = new Upserts(contest)) {
      while (rows.hasNext()) {
        upserts.add(written(rows.next()));
      }
      upserts.flush();
    }
  }

  private dev.tidemark.bench.peer.Row written(Row row) {
    long start = row.<Timestamp>getAs(0).getTime();
    return switch (table) {
      case PAGE_VIEWS ->
          dev.tidemark.bench.peer.Row.pageViews(start, row.getString(1), row.getLong(2));
      case ACTIVE_USERS -> dev.tidemark.bench.peer.Row.activeUsers(start, row.getLong(1));
      case WEB_TRAFFIC ->
          dev.tidemark.bench.peer.Row.webTraffic(
              start, row.getString(1), row.getString(2), row.getLong(3));
    };
  }
}
