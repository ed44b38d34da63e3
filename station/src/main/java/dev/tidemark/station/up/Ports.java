package dev.tidemark.station.up;

import dev.tidemark.run.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ports of the loopback interface. */
public final class Ports {

  private Ports() {}

  /**
   * Makes sure that a port can be had, before anything that needs it starts.
   *
   * @param option the option that chooses another one
   */
  public static void demand(int port, String what, String option) {
    try {
      bind(port);
    } catch (IOException taken) {
      throw new UserError(
          "Port " + port + " for " + what + " is in use by another program.",
          "Choose another one with " + option + "=PORT, or " + option + "=0 for any free one.",
          taken);
    }
  }

  /**
   * The port of a server of this home. Any free one is chosen once and then kept, because others
   * remember it: a checkpoint holds the address of the broker that it goes on from.
   */
  public static int kept(int wanted, Path file) throws IOException {
    if (wanted != 0) {
      return wanted;
    }
    if (Files.exists(file)) {
      return Integer.parseInt(Files.readString(file).strip());
    }
    int port = free();
    Files.createDirectories(file.getParent());
    Files.writeString(file, port + "\n");
    return port;
  }

  /** A port that nobody uses. */
  public static int free() throws IOException {
    return bind(0);
  }

  private static int bind(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      // What a server left a moment ago may still linger.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return probe.getLocalPort();
    }
  }
}
