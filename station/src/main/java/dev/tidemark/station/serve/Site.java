package dev.tidemark.station.serve;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.EventOptions;
import dev.tidemark.run.Home;
import dev.tidemark.station.dashboard.DashboardRoutes;
import dev.tidemark.station.explore.ExploreRoutes;
import dev.tidemark.station.health.Findings;
import dev.tidemark.station.health.HealthRoutes;
import dev.tidemark.station.metrics.Engine;
import dev.tidemark.station.metrics.MetricsRoutes;
import dev.tidemark.station.pulse.Heart;
import dev.tidemark.station.pulse.LiveRoutes;
import dev.tidemark.station.stats.ReadingPool;
import dev.tidemark.station.stats.StatsRoutes;
import dev.tidemark.station.stats.Summaries;
import dev.tidemark.station.web.Routes;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.WebServer;
import dev.tidemark.station.web.ingest.Ingest;
import dev.tidemark.write.Postgres;
import java.util.List;
import java.util.Optional;

/** All that browsers are served: the dashboard, the figures under it, and the intake of events. */
public final class Site implements AutoCloseable {

  private final Parts parts;
  private final Heart heart;
  private final WebServer server;

  private Site(Parts parts, Heart heart, WebServer server) {
    this.parts = parts;
    this.heart = heart;
    this.server = server;
  }

  /** Where the events are and where the results. */
  public record Stores(KafkaSettings kafka, String topic, Postgres database) {}

  /**
   * Starts, and returns when requests are answered.
   *
   * @param engine what the engine says of the stream
   */
  public static Site start(
      WebOptions options, Home home, Stores stores, EventOptions events, Engine engine) {
    Parts parts = new Parts();
    try {
      return start(options, home, stores, events, engine, parts);
    } catch (RuntimeException failed) {
      parts.close();
      throw failed;
    }
  }

  private static Site start(
      WebOptions options,
      Home home,
      Stores stores,
      EventOptions events,
      Engine engine,
      Parts parts) {
    KafkaSettings kafka = stores.kafka();
    Postgres database = stores.database();
    Heart heart =
        parts.add(
            new Heart(database, kafka, stores.topic(), events.lateness(), events.idleAfter()));
    Ingest ingest = parts.add(Ingest.into(kafka, stores.topic(), options));
    List<Routes> routes =
        List.of(
            new DashboardRoutes(),
            new StatsRoutes(parts.add(ReadingPool.of(database))),
            parts.add(new LiveRoutes(heart, database)),
            new HealthRoutes(heart, database, kafka, engine.job(), ingest.counts()),
            new MetricsRoutes(heart, new Findings(database, kafka), engine, ingest.counts()),
            new ExploreRoutes(database),
            ingest);
    WebServer server = parts.add(WebServer.start(options, home, routes));
    heart.start();
    parts.add(new Summaries(database)).start();
    return new Site(parts, heart, server);
  }

  public Heart heart() {
    return heart;
  }

  public String url() {
    return server.url();
  }

  /** The password that was made at this start; shown once. */
  public Optional<String> freshPassword() {
    return server.freshPassword();
  }

  @Override
  public void close() {
    parts.close();
  }
}
