package dev.tidemark.bench.flink;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Table;
import dev.tidemark.bench.peer.View;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.AllWindowFunction;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/**
 * Job core as a good Flink engineer writes it: keyed windows in event time with incremental
 * aggregates, and JDBC in batches.
 *
 * <p>Tuned: each branch shuffles only the fields that it needs; users are sketched in two phases,
 * by a hash of the user and then over all, so that no subtask sees every event.
 */
public final class TextbookFlink {
  private static final int USER_GROUPS = 16;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private TextbookFlink() {}

  public static void main(String[] args) throws Exception {
    Contest contest = Contest.fromEnvironment();
    StreamExecutionEnvironment flink = FlinkJob.environment(contest);
    DataStream<View> views = FlinkJob.views(flink, contest, new ViewSchema(false));
    pageViews(views).addSink(JdbcSinks.to(Table.PAGE_VIEWS, contest)).name("page_view_counts");
    activeUsers(views).addSink(JdbcSinks.to(Table.ACTIVE_USERS, contest)).name("active_users");
    webTraffic(views)
        .addSink(JdbcSinks.to(Table.WEB_TRAFFIC, contest))
        .name("aggregated_web_traffic");
    flink.execute("core");
  }

  private static DataStream<Row> pageViews(DataStream<View> views) {
    WindowFunction<Long, Row, String, TimeWindow> row =
        (url, window, counts, out) -> {
          for (long count : counts) {
            out.collect(Row.pageViews(window.getStart(), url, count));
          }
        };
    return views
        .map(view -> view.url)
        .returns(Types.STRING)
        .keyBy(url -> url)
        .window(TumblingEventTimeWindows.of(MINUTE))
        .allowedLateness(FlinkJob.LATENESS)
        .aggregate(new CountEvents<>(), row, Types.LONG, TypeInformation.of(Row.class));
  }

  private static DataStream<Row> activeUsers(DataStream<View> views) {
    AllWindowFunction<Long, Row, TimeWindow> row =
        (window, estimates, out) -> {
          for (long estimate : estimates) {
            out.collect(Row.activeUsers(window.getEnd() - Table.ACTIVE_USERS.length(), estimate));
          }
        };
    return views
        .map(view -> view.user)
        .returns(Types.STRING)
        .keyBy(user -> Math.floorMod(user.hashCode(), USER_GROUPS))
        .window(SlidingEventTimeWindows.of(FIVE_MINUTES, MINUTE))
        .allowedLateness(FlinkJob.LATENESS)
        .aggregate(new SketchUsers(), new SketchInfo(), new SketchInfo())
        // Sketches bear the last millisecond of their window: those of one window share a minute.
        .windowAll(TumblingEventTimeWindows.of(MINUTE))
        .allowedLateness(FlinkJob.LATENESS)
        .aggregate(new MergeUsers(), row, new SketchInfo(), TypeInformation.of(Row.class));
  }

  private static DataStream<Row> webTraffic(DataStream<View> views) {
    WindowFunction<Long, Row, Tuple2<String, String>, TimeWindow> row =
        (key, window, counts, out) -> {
          for (long count : counts) {
            out.collect(Row.webTraffic(window.getStart(), key.f0, key.f1, count));
          }
        };
    TypeInformation<Tuple2<String, String>> hostAndReferrer =
        Types.TUPLE(Types.STRING, Types.STRING);
    return views
        .map(new HostAndReferrer())
        .keyBy(pair -> pair, hostAndReferrer)
        .window(TumblingEventTimeWindows.of(FIVE_MINUTES))
        .allowedLateness(FlinkJob.LATENESS)
        .aggregate(new CountEvents<>(), row, Types.LONG, TypeInformation.of(Row.class));
  }
}
