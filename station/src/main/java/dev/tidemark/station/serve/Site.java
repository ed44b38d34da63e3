package dev.tidemark.station.serve;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.EventOptions;
import dev.tidemark.run.Home;
import dev.tidemark.station.dashboard.DashboardRoutes;
import dev.tidemark.station.health.HealthRoutes;
import dev.tidemark.station.health.Job;
import dev.tidemark.station.pulse.Heart;
import dev.tidemark.station.pulse.LiveRoutes;
import dev.tidemark.station.stats.ReadingPool;
import dev.tidemark.station.stats.StatsRoutes;
import dev.tidemark.station.web.WebOptions;
import dev.tidemark.station.web.WebServer;
import dev.tidemark.station.web.ingest.Ingest;
import dev.tidemark.write.Postgres;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All that browsers are served: the dashboard, the figures under it, and the intake of events. */
public final class Site implements AutoCloseable {

  private final Heart heart;
  private final LiveRoutes live;
  private final HikariDataSource pool;
  private final Ingest ingest;
  private final WebServer server;

  private Site(
      Heart heart, LiveRoutes live, HikariDataSource pool, Ingest ingest, WebServer server) {
    this.heart = heart;
    this.live = live;
    this.pool = pool;
    this.ingest = ingest;
    this.server = server;
  }

  /** Where the events are and where the results. */
  public record Stores(KafkaSettings kafka, String topic, Postgres database) {}

  /**
   * Starts, and returns when requests are answered.
   *
   * @param job what the engine says of the stream; empty where nobody here runs one
   */
  public static Site start(
      WebOptions options,
      Home home,
      Stores stores,
      EventOptions events,
      Supplier<Optional<Job>> job) {
    Postgres database = stores.database();
    Heart heart =
        new Heart(database, stores.kafka(), stores.topic(), events.lateness(), events.idleAfter());
    HikariDataSource pool = ReadingPool.of(database);
    LiveRoutes live = new LiveRoutes(heart, database);
    Ingest ingest = Ingest.into(stores.kafka(), stores.topic(), options);
    WebServer server =
        WebServer.start(
            options, home, List.of(new DashboardRoutes(), new StatsRoutes(pool), live, new HealthRoutes(heart, database, stores.kafka(), job), ingest));
    heart.start();
    return new Site(heart, live, pool, ingest, server);
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
    live.close();
    server.close();
    ingest.close();
    heart.close();
    pool.close();
  }
}
