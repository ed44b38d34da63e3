package dev.tidemark.station.stats;

import dev.tidemark.servers.Database;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the answers over a month of 1,000 pages: {@code StatsBench [days] [rounds] [directory]}.
 * Each question is asked over HTTP on the loopback interface, one after the other. A directory
 * keeps the tables for the next time, which need minutes to be made.
 */
final class StatsBench {
  private static final PrintStream OUT = System.out;

  private StatsBench() {}

  public static void main(String[] arguments) throws Exception {
    int days = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    Path directory = arguments.length > 2 ? Path.of(arguments[2]) : null;
    boolean made = directory != null && Files.exists(directory);
    try (Database database = Database.start(directory)) {
      Postgres postgres = Postgres.at(database.url(), database.user(), database.password());
      if (!made) {
        make(postgres, days);
      }
      try (StatsServer server = new StatsServer(postgres, Clock.systemUTC())) {
        measure(server, rounds);
      }
      if (directory == null) {
        // Last, because it leaves rows behind.
        WriterBench.main(postgres, OUT);
      }
    }
  }

  private static void make(Postgres postgres, int days) throws Exception {
    Migrations.apply(postgres);
    Instant begin = Instant.now();
    BenchTables.fill(postgres, days, 20);
    OUT.printf("Tables of %d days filled in %s%n", days, since(begin));
    begin = Instant.now();
    int summarised = 0;
    try (Summaries summaries = new Summaries(postgres)) {
      Summaries.Round round;
      do {
        round = summaries.round();
        summarised += round.summarised();
      } while (round.waiting() > 0);
    }
    OUT.printf("%d hours and days summarised in %s%n", summarised, since(begin));
    try (var connection = postgres.connect();
        var statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = 0");
      statement.execute("VACUUM ANALYZE");
    }
  }

  private static void measure(StatsServer server, int rounds) throws Exception {
    OUT.printf("%-34s %-16s %9s %9s %9s%n", "question", "range", "p50 ms", "p95 ms", "bytes");
    Map<String, Duration> ranges = new LinkedHashMap<>();
    ranges.put("30 days", Duration.ofDays(30));
    ranges.put("7 days", Duration.ofDays(7));
    ranges.put("24 hours", Duration.ofHours(24));
    ranges.put("30 minutes", Duration.ofMinutes(30));
    for (String filter : List.of("", "&host=host-1.example", "&country=DE&browser=Chrome")) {
      for (Map.Entry<String, Duration> range : ranges.entrySet()) {
        for (String path : paths()) {
          Instant to = Instant.now();
          String query = "?from=%s&to=%s%s".formatted(to.minus(range.getValue()), to, filter);
          long[] nanos = new long[rounds];
          int bytes = 0;
          for (int i = -3; i < rounds; i++) {
            long start = System.nanoTime();
            bytes = server.get("/api/stats/" + path + query).body().length();
            if (i >= 0) {
              nanos[i] = System.nanoTime() - start;
            }
          }
          Arrays.sort(nanos);
          OUT.printf(
              "%-34s %-16s %9.1f %9.1f %9d%n",
              path + filter,
              range.getKey(),
              nanos[rounds / 2] / 1e6,
              nanos[(int) Math.ceil(rounds * 0.95) - 1] / 1e6,
              bytes);
        }
      }
    }
  }

  private static List<String> paths() {
    List<String> paths = new ArrayList<>(List.of("summary", "series"));
    for (Dimension dimension : Dimension.values()) {
      paths.add("top/" + dimension.path());
    }
    return paths;
  }

  private static String since(Instant begin) {
    return Duration.between(begin, Instant.now()).toSeconds() + " s";
  }
}
