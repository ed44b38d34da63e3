package dev.tidemark.station.web;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies whose word about a visitor is taken.
 *
 * <p>Each proxy appends the address that it saw, so the list is read from its end: the first
 * address that is not a trusted proxy is the visitor. What stands before it the visitor could have
 * written.
 */
public final class Proxies {

  private static final Pattern FORWARDED_FOR =
      Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(\"[^\"]*\"|[^;\\s]*)");
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^\\]]+)\\](?::\\d+)?|([^:]+):\\d+");
  private static final List<String> HEADERS =
      List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via");

  private final List<Network> trusted;

  public Proxies(List<Network> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /** The address of the visitor, as far as somebody whom we trust has seen it. */
  public InetAddress visitor(Context ctx) {
    InetAddress connected = connected(ctx);
    if (!isTrusted(connected)) {
      return connected;
    }
    List<String> xForwardedFor = elements(ctx, "X-Forwarded-For");
    List<String> forwarded = new ArrayList<>();
    for (String element : elements(ctx, "Forwarded")) {
      Matcher matcher = FORWARDED_FOR.matcher(element);
      forwarded.add(matcher.find() ? matcher.group(1).replace("\"", "") : "");
    }
    if (xForwardedFor.isEmpty() || forwarded.isEmpty()) {
      return first(xForwardedFor.isEmpty() ? forwarded : xForwardedFor, connected);
    }
    // The proxy writes one of the two and hands the other on as it came: who can say which.
    InetAddress one = first(xForwardedFor, connected);
    return one.equals(first(forwarded, connected)) ? one : connected;
  }

  /** Whether the visitor came by https, up to the outermost proxy. */
  public boolean isSecure(Context ctx) {
    return ctx.req().isSecure()
        || (isTrusted(connected(ctx)) && "https".equalsIgnoreCase(ctx.header("X-Forwarded-Proto")));
  }

  /** Whether the request says itself that it came through a proxy. */
  public static boolean isForwarded(Context ctx) {
    return HEADERS.stream().anyMatch(name -> ctx.header(name) != null);
  }

  private InetAddress first(List<String> hops, InetAddress connected) {
    InetAddress seen = connected;
    for (int i = hops.size() - 1; i >= 0; i--) {
      Optional<InetAddress> hop = withoutPort(hops.get(i));
      if (hop.isEmpty()) {
        return seen;
      }
      seen = hop.get();
      if (!isTrusted(seen)) {
        return seen;
      }
    }
    return seen;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }

  static InetAddress connected(Context ctx) {
    String address = ctx.req().getRemoteAddr().replaceAll("[\\[\\]]|%.*", "");
    return Network.address(address)
        .orElseThrow(() -> new IllegalStateException("connected from " + address));
  }

  private static List<String> elements(Context ctx, String name) {
    List<String> elements = new ArrayList<>();
    for (String line : Collections.list(ctx.req().getHeaders(name))) {
      for (String element : line.split(",", -1)) {
        elements.add(element.strip());
      }
    }
    return elements;
  }

  private static Optional<InetAddress> withoutPort(String hop) {
    Matcher matcher = WITH_PORT.matcher(hop);
    if (!matcher.matches()) {
      return Network.address(hop);
    }
    return Network.address(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }
}
