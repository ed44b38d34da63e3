package dev.tidemark.bench.limit;

import dev.tidemark.bench.race.Course;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * How fast the machine could be: a bare consumer on two threads with Tidemark's parser and tables
 * of counts, and no engine. It knows where the topic ends, keeps all of it in memory, writes each
 * row once, and would lose everything if it were killed.
 */
public final class Limit {

  private Limit() {}

  public static void main(String[] args) throws Exception {
    Course course = Course.of(System.getenv());
    int threads = course.parallelism();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Results all = count(course, pool, threads);
      write(course, pool, threads, all);
    } finally {
      pool.shutdown();
    }
  }

  private static Results count(Course course, ExecutorService pool, int threads)
      throws InterruptedException, ExecutionException {
    List<Callable<Results>> readings = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int first = thread;
      readings.add(
          new Reading(
              course,
              IntStream.range(0, course.partitions())
                  .filter(partition -> partition % threads == first)
                  .mapToObj(partition -> new TopicPartition(course.topic(), partition))
                  .toList()));
    }
    Results all = null;
    for (Future<Results> reading : pool.invokeAll(readings)) {
      if (all == null) {
        all = reading.get();
      } else {
        all.addAll(reading.get());
      }
    }
    return all;
  }

  private static void write(Course course, ExecutorService pool, int threads, Results all)
      throws InterruptedException, ExecutionException {
    List<Callable<Void>> writings = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      Map<Long, Counts> views = share(all.views(), Results.MINUTE, thread, threads);
      boolean first = thread == 0;
      writings.add(
          () -> {
            try (Connection connection = connect(course)) {
              if (first) {
                Writing.hits(connection, all.hits());
                Writing.users(connection, all.users());
              }
              Writing.views(connection, views);
            }
            return null;
          });
    }
    for (Future<Void> writing : pool.invokeAll(writings)) {
      writing.get();
    }
  }

  /** Every so many windows, so that no two connections write the same rows. */
  private static Map<Long, Counts> share(
      Map<Long, Counts> windows, long millis, int thread, int threads) {
    Map<Long, Counts> share = new TreeMap<>(windows);
    share.keySet().removeIf(start -> start / millis % threads != thread);
    return share;
  }

  private static Connection connect(Course course) throws SQLException {
    return DriverManager.getConnection(course.jdbc(), course.user(), course.password());
  }
}
