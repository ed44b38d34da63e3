package dev.tidemark.station.web.signin;

import dev.tidemark.station.web.Network;
import dev.tidemark.station.web.Proxies;
import dev.tidemark.station.web.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Locale;

/**
 * Lets everybody through who sits at this machine, and knows it by the name that was called: a
 * foreign page whose host name was pointed at loopback calls its own name, and what a proxy hands
 * on was called from elsewhere.
 */
public final class LoopbackGate implements Gate {

  @Override
  public void addTo(RoutesConfig routes) {
    // Nobody signs in here.
  }

  @Override
  public void admit(Context ctx) {
    if (!isLoopback(ctx.header("Host"))) {
      throw new Refusal(
          403,
          "this server shows its figures under the names of this machine only",
          "Open http://127.0.0.1, or start with --passwordFile to use another name.");
    }
    if (Proxies.isForwarded(ctx)) {
      throw new Refusal(
          403,
          "the request came through a proxy, and no password is set",
          "Start with --passwordFile to show the figures through a proxy.");
    }
    Origins.checkChange(ctx);
  }

  private static boolean isLoopback(String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || Network.address(name.replaceAll("^\\[|\\]$", ""))
            .map(InetAddress::isLoopbackAddress)
            .orElse(false);
  }
}
