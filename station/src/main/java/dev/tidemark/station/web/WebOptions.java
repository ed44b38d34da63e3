package dev.tidemark.station.web;

import dev.tidemark.run.Home;
import dev.tidemark.run.UserError;
import dev.tidemark.station.web.signin.BearerToken;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where the web server listens, and whom it trusts. */
public final class WebOptions {

  private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s]+");

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on (default ${DEFAULT-VALUE}). Any other than loopback asks for"
              + " a password.")
  String bind;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port to listen on, 0 for a free one (default ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--trustedProxies",
      paramLabel = "CIDR,…",
      split = ",",
      description =
          "Whose X-Forwarded-For or Forwarded is believed, as in 10.0.0.0/8,192.0.2.7"
              + " (default: nobody's).")
  List<String> trustedProxies = List.of();

  @Option(
      names = "--allowedOrigins",
      paramLabel = "ORIGIN,…",
      split = ",",
      description =
          "Sites whose pages may send events, as in https://shop.example; * for all"
              + " (default: this server's own only).")
  List<String> allowedOrigins = List.of();

  @Option(
      names = "--ingestRate",
      paramLabel = "EVENTS/S",
      defaultValue = "100",
      description =
          "Events a second that one address may send, ten times as many at once; 0 for no limit"
              + " (default ${DEFAULT-VALUE}).")
  int ingestRate;

  @Option(
      names = "--passwordFile",
      paramLabel = "FILE",
      description =
          "Where the password of the dashboard is kept, as a salted hash (default: 'password' in"
              + " the home). A plain password in it is replaced by its hash. Given this option,"
              + " loopback asks for the password, too.")
  Path passwordFile;

  @Option(
      names = "--apiTokenFile",
      paramLabel = "FILE",
      description =
          "A file that holds the token for 'Authorization: Bearer TOKEN': opens the API and lets"
              + " a server send events in the name of its visitors.")
  Path apiTokenFile;

  /** The address to listen on. */
  public InetAddress bindAddress() {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException unknown) {
      throw UserError.inUsage(
          "--bind=" + bind + " is no address of this machine.", "Give one, as in --bind=0.0.0.0.");
    }
  }

  public int port() {
    return port;
  }

  public Proxies proxies() {
    try {
      return new Proxies(trustedProxies.stream().map(String::strip).map(Network::parse).toList());
    } catch (IllegalArgumentException wrong) {
      throw UserError.inUsage(
          "--trustedProxies: " + wrong.getMessage(), "Write ranges, as in 10.0.0.0/8,192.0.2.7.");
    }
  }

  /** The origins whose pages may send events, as browsers write them; {@code *} is all. */
  public List<String> allowedOrigins() {
    List<String> origins =
        allowedOrigins.stream().map(origin -> origin.strip().replaceFirst("/$", "")).toList();
    for (String origin : origins) {
      if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
        throw UserError.inUsage(
            "--allowedOrigins: '" + origin + "' is no origin.",
            "Write scheme and host, as in https://shop.example,http://localhost:3000.");
      }
    }
    return origins;
  }

  /** Events a second from one address; 0 when there is no limit. */
  public int ingestRate() {
    if (ingestRate < 0) {
      throw UserError.inUsage("--ingestRate is below zero.", "Give events a second, 0 for all.");
    }
    return ingestRate;
  }

  public Optional<BearerToken> apiToken() {
    return Optional.ofNullable(apiTokenFile).map(BearerToken::read);
  }

  /** Whether figures are shown only to those who know the password. */
  boolean asksForPassword() {
    return passwordFile != null || !bindAddress().isLoopbackAddress();
  }

  Path passwordFile(Home home) {
    return passwordFile == null ? home.directory().resolve("password") : passwordFile;
  }
}
