package dev.tidemark.station.web;

import dev.tidemark.run.Home;
import dev.tidemark.station.web.signin.Gate;
import dev.tidemark.station.web.signin.LoopbackGate;
import dev.tidemark.station.web.signin.PasswordGate;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.json.JavalinJackson;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The web server: one port for all parts, with one gate, one kind of error, one set of headers. */
public final class WebServer implements AutoCloseable {

  private static final long LARGEST_BODY = 1 << 20;

  private final Javalin javalin;
  private final InetAddress address;
  private final Gate gate;

  private WebServer(Javalin javalin, InetAddress address, Gate gate) {
    this.javalin = javalin;
    this.address = address;
    this.gate = gate;
  }

  /** Starts with the standard home; see {@link #start(WebOptions, Home, List)}. */
  public static WebServer start(WebOptions options, List<Routes> parts) {
    return start(options, Home.standard(), parts);
  }

  /**
   * Starts, and returns when requests are answered.
   *
   * @param home where the password is kept unless an option says otherwise
   */
  public static WebServer start(WebOptions options, Home home, List<Routes> parts) {
    InetAddress address = options.bindAddress();
    Gate gate =
        options.asksForPassword()
            ? new PasswordGate(options.passwordFile(home), options.apiToken(), options.proxies())
            : new LoopbackGate();
    Listener listener = new Listener(address, options.port());
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config);
              listener.addTo(config.jetty);
              config.routes.before(ctx -> SecurityHeaders.addTo(ctx.path(), ctx::header));
              config.routes.beforeMatched(ctx -> admit(gate, ctx));
              new Problems().addTo(config.routes);
              gate.addTo(config.routes);
              config.routes.get("/healthz", ctx -> ctx.result("ok"), Access.PUBLIC);
              parts.forEach(part -> part.addTo(config.routes));
            });
    try {
      javalin.start();
    } catch (RuntimeException failed) {
      javalin.stop();
      throw listener.explain(failed);
    }
    return new WebServer(javalin, address, gate);
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = LARGEST_BODY;
    config.http.compressionStrategy = CompressionStrategy.GZIP;
    config.jsonMapper(new JavalinJackson(Json.mapper(), false));
  }

  private static void admit(Gate gate, Context ctx) {
    if (!ctx.routeRoles().contains(Access.PUBLIC)) {
      gate.admit(ctx);
    }
  }

  public int port() {
    return javalin.port();
  }

  /** Where a browser on this machine finds the server. */
  public String url() {
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  /** The password that was made at this start: to be printed, for it is kept nowhere. */
  public Optional<String> freshPassword() {
    return gate.freshPassword();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
