package dev.tidemark.station.web;

import dev.tidemark.run.UserError;
import io.javalin.config.JettyConfig;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The socket that the server listens on, and what a client may keep busy there. */
final class Listener {

  private static final int THREADS = 32;
  private static final int CONNECTIONS = 1_000;
  private static final int WAITING = 4_096;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** A request for the figures of one page may hold a long address of it. */
  private static final int HEADER_BYTES = 128 << 10;

  /** A body up to here is read as it comes, before it is given a thread. */
  private static final int EAGER_BYTES = 288 << 10;

  /** What a piece of a body costs beside its content, when it comes in many. */
  private static final int CHUNK_BYTES = 512;

  private static final int SLOWEST_BYTES_PER_SECOND = 64;

  private final InetAddress address;
  private final int port;

  Listener(InetAddress address, int port) {
    this.address = address;
    this.port = port;
  }

  void addTo(JettyConfig jetty) {
    QueuedThreadPool threads =
        new QueuedThreadPool(THREADS, 4, (int) IDLE.toMillis(), new LinkedBlockingQueue<>(WAITING));
    threads.setName("web");
    jetty.threadPool = threads;
    jetty.modifyServer(Listener::guard);
    jetty.modifyHttpConfiguration(Listener::limit);
    jetty.addConnector(this::connector);
  }

  private static void guard(Server server) {
    server.setErrorHandler(new BareErrors());
    server.setHandler(
        new EagerContentHandler(
            new EagerContentHandler.RetainedContentLoaderFactory(EAGER_BYTES, CHUNK_BYTES, false)));
    server.setStopTimeout(0);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
  }

  private static void limit(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setMinRequestDataRate(SLOWEST_BYTES_PER_SECOND);
    http.setRelativeRedirectAllowed(true);
  }

  private ServerConnector connector(Server server, HttpConfiguration http) {
    ServerConnector connector =
        new ServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(IDLE.toMillis());
    return connector;
  }

  /** Says what the user can mend, when the server did not start. */
  RuntimeException explain(RuntimeException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException refused) {
        boolean used = String.valueOf(refused.getMessage()).contains("in use");
        return used
            ? new UserError("Port " + port + " is in use.", "Choose another with --port=.", failed)
            : new UserError(
                "Cannot listen on "
                    + address.getHostAddress()
                    + ", port "
                    + port
                    + ": "
                    + refused.getMessage(),
                "Choose an address of this machine with --bind=, a port with --port=.",
                failed);
      }
    }
    return failed;
  }
}
