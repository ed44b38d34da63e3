package dev.tidemark.bench.race;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long an event takes until its row is there, at parts of the most that can be counted. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description = {
      "Measure how long an event takes until its row can be read, and how fast a backlog is gone.",
      "The core job on Flink, with early results every second; producer, broker and database on"
          + " the same machine."
    })
final class Latency implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 100;

  @Option(
      names = "--most",
      paramLabel = "N",
      description =
          "Of how many events a second loads are parts; without it, as many as are counted while a"
              + " producer sends as fast as it can.")
  Double most;

  @Option(
      names = "--loads",
      paramLabel = "PERCENT,…",
      split = ",",
      defaultValue = "10,50,90",
      description = "Parts of it (default ${DEFAULT-VALUE}).")
  List<Integer> loads;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long each load is looked at (default ${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--outage",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "Then stop Tidemark for so long at half of the load, and measure how long it takes until"
              + " everything is counted (default: do not).")
  int outage;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where latency.json goes (default: bench/).")
  Path output;

  @Spec CommandSpec command;

  private final House house = House.own();
  private final Path logs = house.root().resolve("bench/target/latency");
  private final ObjectNode results = new ObjectMapper().createObjectNode();

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    PrintWriter out = command.commandLine().getOut();
    Files.createDirectories(logs);
    try (Servers servers = Servers.start()) {
      if (most == null) {
        try (Stage stage = new Stage(servers, "flood", Double.POSITIVE_INFINITY)) {
          stage.warmUp();
          most = stage.counted(seconds);
        }
      }
      results.put("most_events_per_second", Math.round(most));
      out.printf(Locale.ROOT, "%nmost: %,.0f events/s%n%n", most);
      out.printf("| load | events/s | probes | p50 ms | p99 ms | worst ms |%n");
      out.printf("|-----:|---------:|-------:|-------:|-------:|---------:|%n");
      for (int load : loads) {
        try (Stage stage = new Stage(servers, "load_" + load, most * load / 100)) {
          stage.warmUp();
          stage.latencies(load, out);
        }
      }
      if (outage > 0) {
        try (Stage stage = new Stage(servers, "outage", most / 2)) {
          stage.warmUp();
          stage.catchUp(out);
        }
      }
    }
    out.printf("%n%s%n", Machine.own());
    out.flush();
    Path to = output == null ? house.root().resolve("bench") : output;
    Files.createDirectories(to);
    results.put("machine", Machine.own().toString());
    Files.writeString(to.resolve("latency.json"), results.toPrettyString() + "\n");
    Files.writeString(to.resolve("latency.svg"), drawing(loads, results));
    return 0;
  }

  /** How long events took by load, and how long a backlog lasted if one was made. */
  static String drawing(List<Integer> loads, JsonNode results) {
    Bars drawing = new Bars("From event to row");
    drawing.panel(
        "From event to row by load, ms: median, to the 99th percentile",
        loads.stream()
            .map(
                load -> {
                  JsonNode told = results.get("load_" + load);
                  double median = told.get("p50_millis").asDouble();
                  String name =
                      String.format(
                          Locale.ROOT,
                          "%d %%, %,d/s",
                          load,
                          told.get("events_per_second").asLong());
                  return new Bars.Bar(
                      name, median, median, told.get("p99_millis").asDouble(), true);
                })
            .toList());
    JsonNode outage = results.get("outage");
    if (outage != null) {
      drawing.panel(
          String.format(
              Locale.ROOT,
              "A backlog at %,d events/s, s",
              outage.get("events_per_second").asLong()),
          List.of(
              new Bars.Bar("away", outage.get("seconds").asDouble(), false),
              new Bars.Bar(
                  "until all was counted",
                  outage.get("caught_up_within_seconds").asDouble(),
                  true)));
    }
    return drawing.svg();
  }

  /** Tidemark on a topic of its own, into which events come at a rate. */
  private final class Stage implements AutoCloseable {

    private static final Duration WARM = Duration.ofSeconds(30);

    /** Events of so many seconds are under way at any time, and no backlog. */
    private static final int ON_THEIR_WAY = 2;

    private final Servers servers;
    private final Store store;
    private final Child child;
    private final Live live;
    private final Connection tables;

    Stage(Servers servers, String name, double eventsPerSecond)
        throws IOException, SQLException, InterruptedException {
      this.servers = servers;
      String topic = "live_" + name;
      servers.createTopic(topic);
      store = servers.create("live_" + name);
      Path work = Files.createDirectories(logs.resolve(name));
      Course course = servers.course(topic, store, work, Long.MAX_VALUE);
      Contender stream = new Contenders(house, List.of()).stream("--earlyFiring=1s");
      stream.schema().create(store);
      child =
          Child.start(
              stream.command().apply(course),
              stream.environment().apply(course),
              logs.resolve(name + ".log"));
      try {
        tables = store.connect();
        live = Live.start(servers.kafka(), topic, eventsPerSecond);
      } catch (SQLException | RuntimeException failed) {
        child.close();
        throw failed;
      }
    }

    /** Until events are counted, and what is run often is compiled. */
    void warmUp() throws SQLException, InterruptedException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (read() == 0) {
        demand(System.nanoTime() < end, "nothing was counted");
        Thread.sleep(LOOK_MILLIS);
      }
      Thread.sleep(WARM.toMillis());
    }

    /** Events counted a second. */
    double counted(int during) throws SQLException, InterruptedException {
      long before = read();
      long began = System.nanoTime();
      Thread.sleep(during * 1000L);
      return (read() - before) * 1e9 / (System.nanoTime() - began);
    }

    void latencies(int load, PrintWriter out) throws SQLException, InterruptedException {
      long sentBefore = live.sent();
      long began = System.nanoTime();
      live.probe();
      Map<String, Long> seen = new HashMap<>();
      while (System.nanoTime() - began < seconds * 1_000_000_000L) {
        look(seen);
        Thread.sleep(LOOK_MILLIS);
      }
      double rate = (live.sent() - sentBefore) * 1e9 / (System.nanoTime() - began);
      Map<String, Long> asked = Map.copyOf(live.probes());
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!seen.keySet().containsAll(asked.keySet())) {
        demand(System.nanoTime() < end, "a probe was not counted");
        look(seen);
        Thread.sleep(LOOK_MILLIS);
      }
      long[] millis =
          asked.entrySet().stream()
              .mapToLong(probe -> (seen.get(probe.getKey()) - probe.getValue()) / 1_000_000)
              .sorted()
              .toArray();
      out.printf(
          Locale.ROOT,
          "| %d %% | %,.0f | %d | %,d | %,d | %,d |%n",
          load,
          rate,
          millis.length,
          part(millis, 50),
          part(millis, 99),
          part(millis, 100));
      out.flush();
      results
          .putObject("load_" + load)
          .put("events_per_second", Math.round(rate))
          .put("probes", millis.length)
          .put("p50_millis", part(millis, 50))
          .put("p99_millis", part(millis, 99))
          .put("worst_millis", part(millis, 100));
    }

    /** A probe counts as seen when the answer that holds it has come. */
    private void look(Map<String, Long> seen) throws SQLException {
      String sql =
          "SELECT url FROM page_view_counts WHERE window_start > now() - interval '5 minutes'"
              + " AND url LIKE '"
              + Live.PROBES
              + "%'";
      try (PreparedStatement statement = tables.prepareStatement(sql);
          ResultSet rows = statement.executeQuery()) {
        long now = System.nanoTime();
        while (rows.next()) {
          seen.putIfAbsent(rows.getString(1), now);
        }
      }
    }

    void catchUp(PrintWriter out) throws IOException, SQLException, InterruptedException {
      child.pause();
      Thread.sleep(outage * 1000L);
      child.goOn();
      long began = System.nanoTime();
      long target;
      do {
        demand(System.nanoTime() - began < PATIENCE.toNanos() * 3, "the backlog was never gone");
        target = live.sent();
        Thread.sleep(LOOK_MILLIS);
      } while (read() < target - ON_THEIR_WAY * most / 2);
      double caughtUp = (System.nanoTime() - began) / 1e9;
      out.printf(
          Locale.ROOT,
          "%nAfter %d s away at %,.0f events/s all was counted within %,.0f s.%n",
          outage,
          most / 2,
          caughtUp);
      results
          .putObject("outage")
          .put("seconds", outage)
          .put("events_per_second", Math.round(most / 2))
          .put("caught_up_within_seconds", Math.round(caughtUp));
    }

    private long read() throws SQLException {
      try (PreparedStatement statement =
              tables.prepareStatement("SELECT coalesce(sum(read), 0) FROM ledger");
          ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }

    private void demand(boolean good, String otherwise) {
      if (!good || !child.isAlive()) {
        throw new IllegalStateException(otherwise + "; see " + logs);
      }
    }

    @Override
    public void close() throws SQLException {
      try {
        live.close();
      } finally {
        child.close();
        tables.close();
        servers.drop(store);
      }
    }
  }

  /** The smallest that so many per cent do not exceed. */
  static long part(long[] sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return Arrays.stream(sorted).skip(Math.max(0, rank - 1)).findFirst().orElse(0);
  }
}
