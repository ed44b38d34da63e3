package dev.tidemark.station.pulse;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One reader of server-sent events. Nothing waits for it: what it cannot take now, it gets later.
 */
final class LiveClient implements WriteListener {

  /** A client that took nothing for so long is gone. */
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private final String host;
  private final ServletOutputStream out;
  private final Outbox outbox = new Outbox();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean unflushed;
  private long tookAt = System.nanoTime();

  /**
   * @param host whose visitors it wants to know
   */
  LiveClient(String host, ServletOutputStream out) {
    this.host = host;
    this.out = out;
  }

  String host() {
    return host;
  }

  /** Completes when the client has gone or was sent away. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Keeps a message until the container says that something can be written. */
  void keep(String kind, String message) {
    outbox.put(kind, message);
  }

  /** Sends a message, or keeps it until the client can take it, unless a newer one comes first. */
  void send(String kind, String message) {
    keep(kind, message);
    onWritePossible();
  }

  @Override
  public synchronized void onWritePossible() {
    try {
      while (!ended.isDone() && out.isReady()) {
        tookAt = System.nanoTime();
        if (unflushed) {
          unflushed = false;
          out.flush();
          continue;
        }
        String message = outbox.take();
        if (message == null) {
          return;
        }
        unflushed = true;
        out.write(message.getBytes(UTF_8));
      }
      if (System.nanoTime() - tookAt > PATIENCE_NANOS) {
        close();
      }
    } catch (IOException | IllegalStateException gone) {
      onError(gone);
    }
  }

  /** A client that goes away is no failure. */
  @Override
  public void onError(Throwable gone) {
    close();
  }

  void close() {
    // Elsewhere, because the container does its own work when this completes, and takes its locks.
    ended.completeAsync(() -> null);
  }
}
