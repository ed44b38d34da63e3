package dev.tidemark.station.dashboard;

import io.javalin.Javalin;
import io.javalin.http.sse.SseClient;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The dashboard before an API whose every answer is known. */
final class FixtureServer implements AutoCloseable {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  final FixtureHealth health;
  private final FixtureApi api;
  private final Javalin server;
  private final Set<SseClient> listeners = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile Predicate<String> failing = path -> false;
  private long ticks;

  private FixtureServer(List<Hit> hits, int port) {
    api = new FixtureApi(hits);
    health = new FixtureHealth(hits.isEmpty());
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.before(
                      context -> {
                        context.header("Content-Security-Policy", POLICY);
                        context.header("X-Content-Type-Options", "nosniff");
                        context.header("Referrer-Policy", "no-referrer");
                        context.header("Cross-Origin-Resource-Policy", "same-origin");
                        if (failing.test(context.path())) {
                          context
                              .status(503)
                              .json(
                                  Map.of("error", "The database is away.", "remedy", "Start it."));
                          context.skipRemainingHandlers();
                        }
                      });
                  new DashboardRoutes().addTo(config.routes);
                  api.addTo(config.routes);
                  health.addTo(config.routes);
                  config.routes.sse("/api/stats/live", this::listen);
                })
            .start("127.0.0.1", port);
    var unused = clock.scheduleAtFixedRate(this::pulse, 0, 1, TimeUnit.SECONDS);
  }

  static FixtureServer start(List<Hit> hits) {
    return new FixtureServer(hits, 0);
  }

  /** To look at the page: {@code FixtureServer 8081 busy|hostile|empty [trouble]}. */
  public static void main(String[] args) {
    List<Hit> hits =
        switch (args[1]) {
          case "hostile" -> FixtureTraffic.hostile(Instant.now());
          case "empty" -> FixtureTraffic.none();
          default -> FixtureTraffic.busy(Instant.now());
        };
    FixtureServer fixture = new FixtureServer(hits, Integer.parseInt(args[0]));
    var unused = fixture.clock.scheduleAtFixedRate(fixture::announceChange, 5, 5, TimeUnit.SECONDS);
    if (args.length > 2 && args[2].equals("trouble")) {
      fixture.health.trouble();
    }
    if (args.length > 2 && args[2].equals("failing")) {
      fixture.failAt(path -> path.startsWith("/api/"));
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.port();
  }

  /** From now on these addresses answer that the database is away. */
  void failAt(Predicate<String> paths) {
    failing = paths;
  }

  void announceChange() {
    send("changed", Map.of("at", FixtureApi.text(Instant.now())));
  }

  /** Breaks every stream, as a restart does. */
  void dropListeners() {
    listeners.forEach(SseClient::close);
  }

  private void listen(SseClient client) {
    client.keepAlive();
    listeners.add(client);
    client.onClose(() -> listeners.remove(client));
  }

  private void pulse() {
    ticks++;
    Instant now = Instant.now();
    double rate = 840 + 180 * Math.sin(ticks / 9.0) + 60 * Math.sin(ticks * 1.7);
    Map<String, Object> pulse = new LinkedHashMap<>();
    pulse.put("at", FixtureApi.text(now));
    pulse.put("visitors", api.now());
    pulse.put("eventsPerSecond", health.isEmpty() ? 0.0 : rate);
    pulse.put("countedPerSecond", health.isEmpty() ? 0.0 : rate * 0.99);
    pulse.put("watermark", FixtureApi.text(now.minusSeconds(62)));
    pulse.put("behindSeconds", 62);
    pulse.put("lag", health.isEmpty() ? 0 : 51);
    pulse.put("dead", 247);
    pulse.put("late", 1874);
    send("pulse", pulse);
  }

  private void send(String event, Object data) {
    listeners.forEach(client -> client.sendEvent(event, data));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    listeners.forEach(SseClient::close);
    server.stop();
  }
}
