package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.run.UserError;
import dev.tidemark.station.logs.Request.Part;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes of a request the event that a page would have sent. */
final class EventMaker {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://.+");

  /** What stands in properties, and under which name. */
  private static final Map<Part, String> NUMBERS =
      Map.of(Part.STATUS, "status", Part.BYTES, "bytes", Part.MILLIS, "duration_ms");

  private final String scheme;
  private final String host;
  private final boolean all;

  /**
   * @param site such as {@code https://www.example.com}; null when the log knows its hosts
   * @param all whether what is no page view becomes an event, too
   */
  EventMaker(String site, boolean all) {
    URI uri = site == null ? null : uri(site);
    this.scheme = uri == null ? "https" : uri.getScheme();
    this.host = uri == null ? null : uri.getAuthority();
    this.all = all;
  }

  private static URI uri(String site) {
    if (!site.matches("https?://[^/?#\\s]+/?")) {
      throw UserError.inUsage(
          "--site=" + site + " is not the address of a site.",
          "Write --site=https://www.example.com");
    }
    try {
      return URI.create(site);
    } catch (IllegalArgumentException wrong) {
      throw UserError.inUsage(
          "--site=" + site + " is not the address of a site.",
          "Write --site=https://www.example.com");
    }
  }

  /** What keeps the events of one visitor together. */
  static byte[] key(Request request) {
    String user = request.get(Part.USER);
    return String.valueOf(
            user != null ? user : request.get(Part.ADDRESS) + "|" + request.get(Part.USER_AGENT))
        .getBytes(UTF_8);
  }

  /** The event as JSON. */
  byte[] event(Request request, String eventId) {
    ObjectNode event = JSON.createObjectNode();
    event.put("event_id", eventId);
    event.put("event_time", request.time().toString());
    if (Skipped.why(request, false) != null) {
      event.put("event_type", "request");
    }
    event.put("url", url(request));
    put(event, "referrer", request.get(Part.REFERRER));
    put(event, "user_id", request.get(Part.USER));
    put(event, "user_agent", request.get(Part.USER_AGENT));
    put(event, "ip", request.get(Part.ADDRESS));
    ObjectNode properties = event.putObject("properties");
    put(properties, "method", request.get(Part.METHOD));
    NUMBERS.forEach(
        (part, name) -> {
          String number = request.get(part);
          if (number != null && number.matches("\\d{1,18}")) {
            properties.put(name, Long.parseLong(number));
          }
        });
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(ObjectNode event, String name, String value) {
    if (value != null) {
      event.put(name, value);
    }
  }

  private String url(Request request) {
    String target = request.get(Part.TARGET);
    if (ABSOLUTE.matcher(target).matches()) {
      return target;
    }
    String path = target.startsWith("/") ? target : "/" + target;
    String named = request.get(Part.HOST);
    if (named == null && host == null) {
      throw UserError.inUsage(
          "The log does not say which site it is of.",
          "Name the site: --site=https://www.example.com");
    }
    String of = request.get(Part.SCHEME);
    boolean known = of != null && (of.equals("http") || of.equals("https"));
    return (known ? of : scheme) + "://" + (named == null ? host : named) + path;
  }

  boolean all() {
    return all;
  }
}
