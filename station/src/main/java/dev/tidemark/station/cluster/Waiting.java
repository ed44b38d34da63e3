package dev.tidemark.station.cluster;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a cluster to become what it should be. */
final class Waiting {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long LOOK_MILLIS = 100;

  private Waiting() {}

  /**
   * Waits until something is so.
   *
   * @param home of the cluster, where its logs lie
   */
  static void until(String what, Path home, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new UserError(
            "Not within " + PATIENCE.toSeconds() + " s: " + what + ".",
            "See the logs in " + home.resolve("logs") + ".");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Whether somebody listens on a port of this machine. */
  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
