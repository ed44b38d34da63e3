package dev.tidemark.bench.race;

import dev.tidemark.bench.race.Clock.Failed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Contenders in turn, in as many rounds as are wanted, on the same broker and database. */
final class Race {

  /** A contender that is slower than this has failed. */
  private static final int LEAST_EVENTS_PER_SECOND = 5_000;

  private static final Duration STARTUP = Duration.ofMinutes(2);

  private final List<Contender> contenders;
  private final long events;
  private final int rounds;
  private final Path directory;
  private final PrintWriter out;
  private final Map<Load, Workload> workloads = new HashMap<>();

  /**
   * @param directory for logs and what a lap leaves on its way; what it held goes
   */
  Race(List<Contender> contenders, long events, int rounds, Path directory, PrintWriter out) {
    this.contenders = contenders;
    this.events = events;
    this.rounds = rounds;
    this.directory = directory.toAbsolutePath();
    this.out = out;
  }

  /** Runs all rounds; each begins with another contender, so that none always follows the same. */
  List<Lap> run() throws IOException, SQLException, InterruptedException {
    if (Files.exists(directory)) {
      remove(directory);
    }
    Files.createDirectories(directory);
    List<Lap> laps = new ArrayList<>();
    try (Servers servers = Servers.start()) {
      for (Contender contender : contenders) {
        workload(servers, contender);
      }
      List<Contender> order = new ArrayList<>(contenders);
      for (int round = 1; round <= rounds; round++) {
        for (Contender contender : order) {
          Lap lap = lap(servers, contender, round);
          laps.add(lap);
          out.println(told(lap));
        }
        Collections.rotate(order, -1);
      }
    }
    return laps;
  }

  private Workload workload(Servers servers, Contender contender) throws InterruptedException {
    Load load = contender.load().apply(events);
    if (!workloads.containsKey(load)) {
      out.printf("Filling a topic with %s …%n", load);
      workloads.put(load, servers.fill(load));
    }
    return workloads.get(load);
  }

  private Lap lap(Servers servers, Contender contender, int round)
      throws IOException, SQLException, InterruptedException {
    Workload workload = workload(servers, contender);
    String name = contender.id() + "-" + round;
    Path log = directory.resolve(name + ".log");
    Path work = Files.createDirectories(directory.resolve(name));
    Store store = servers.create("race_" + name.replace('-', '_'));
    try {
      contender.schema().create(store);
      long end = workload.answer().endMillis();
      Course course = servers.course(workload.topic(), store, work, end);
      return timed(contender, round, workload, course, store, log);
    } catch (Failed failed) {
      return Lap.failed(contender, round, workload.answer().events(), failed.getMessage(), log);
    } finally {
      servers.drop(store);
      remove(work);
    }
  }

  private Lap timed(
      Contender contender, int round, Workload workload, Course course, Store store, Path log)
      throws Failed, IOException, SQLException, InterruptedException {
    if (contender.copies() && !CopyRows.areKept(directory)) {
      throw new Failed("there are no rows to copy: nobody has written them");
    }
    long counted = workload.answer().events();
    Check check = contender.schema().check(workload.answer());
    Duration limit = STARTUP.plusSeconds(counted / LEAST_EVENTS_PER_SECOND);
    Duration time;
    Effort effort;
    try (Connection tables = store.connect()) {
      Clock.Start start = contender.copies() ? firstCopy(tables) : firstBytes(course.topic());
      try (Child child =
              Child.start(
                  contender.command().apply(course), contender.environment().apply(course), log);
          Meter meter = new Meter(child.family(), course.work())) {
        time = new Clock(child, limit).time(start, check, tables);
        effort = meter.read();
      }
    }
    if (contender.schema() == Schema.TIDEMARK_EVENTS && !CopyRows.areKept(directory)) {
      CopyRows.keep(store, directory);
    }
    return Lap.right(contender, round, counted, time.toNanos() / 1e9, effort);
  }

  private static Clock.Start firstBytes(String topic) {
    BytesOut out = new BytesOut(topic);
    long before = out.count();
    return () -> out.count() > before;
  }

  private static Clock.Start firstCopy(Connection tables) {
    return () -> {
      try (PreparedStatement statement =
              tables.prepareStatement("SELECT 1 FROM pg_stat_progress_copy");
          ResultSet copies = statement.executeQuery()) {
        return copies.next();
      }
    };
  }

  private static String told(Lap lap) {
    String who =
        "round %d  %-5s %-24s"
            .formatted(lap.round(), lap.contender().job(), lap.contender().name());
    return lap.isRight()
        ? String.format(Locale.ROOT, "%s %,12.0f events/s", who, lap.eventsPerSecond())
        : "%s failed: %s (%s)".formatted(who, lap.failure(), lap.log());
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
