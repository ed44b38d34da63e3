package dev.tidemark.station.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.station.logs.Request.Part;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Lines of JSON, by the names that nginx, Caddy and Traefik give their fields. */
final class JsonFormat implements LogFormat {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TIMES =
      List.of(
          "time",
          "ts",
          "@timestamp",
          "timestamp",
          "StartUTC",
          "time_iso8601",
          "time_local",
          "msec",
          "datetime",
          "date");

  /** Slashes lead into objects; the first name that holds something counts. */
  private static final Map<Part, List<String>> NAMES =
      Map.ofEntries(
          Map.entry(
              Part.ADDRESS,
              List.of(
                  "remote_addr",
                  "remote_ip",
                  "client_ip",
                  "clientip",
                  "ClientHost",
                  "ip",
                  "request/client_ip",
                  "request/remote_ip",
                  "client",
                  "remote_host")),
          Map.entry(
              Part.FORWARDED,
              List.of("x_forwarded_for", "http_x_forwarded_for", "request_X-Forwarded-For")),
          Map.entry(Part.USER, List.of("remote_user", "user", "ClientUsername", "user_id")),
          Map.entry(Part.LINE, List.of("request")),
          Map.entry(
              Part.METHOD,
              List.of("method", "request_method", "RequestMethod", "request/method", "verb")),
          Map.entry(
              Part.TARGET,
              List.of("url", "uri", "request_uri", "path", "RequestPath", "request/uri")),
          Map.entry(Part.QUERY, List.of("args", "query", "query_string")),
          Map.entry(Part.SCHEME, List.of("scheme", "RequestScheme", "proto")),
          Map.entry(
              Part.HOST,
              List.of(
                  "host",
                  "http_host",
                  "vhost",
                  "RequestHost",
                  "request/host",
                  "server_name",
                  "domain")),
          Map.entry(
              Part.REFERRER,
              List.of(
                  "referer",
                  "referrer",
                  "http_referer",
                  "http_referrer",
                  "request_Referer",
                  "request/headers/Referer")),
          Map.entry(
              Part.USER_AGENT,
              List.of(
                  "user_agent",
                  "http_user_agent",
                  "userAgent",
                  "agent",
                  "request_User-Agent",
                  "request/headers/User-Agent")),
          Map.entry(Part.STATUS, List.of("status", "DownstreamStatus", "response", "code")),
          Map.entry(
              Part.BYTES,
              List.of("bytes", "body_bytes_sent", "bytes_sent", "size", "DownstreamContentSize")));

  /** Durations, and what makes them milliseconds. */
  private static final Map<String, Double> DURATIONS =
      Map.of("duration_ms", 1.0, "request_time", 1000.0, "duration", 1000.0, "Duration", 0.000001);

  @Override
  public String name() {
    return "JSON lines";
  }

  @Override
  public Request read(String line) throws UnreadableLine {
    if (line.isBlank()) {
      return null;
    }
    JsonNode json = parse(line);
    Map<Part, String> parts = new EnumMap<>(Part.class);
    NAMES.forEach((part, names) -> put(parts, part, first(json, names)));
    DURATIONS.forEach(
        (name, factor) -> {
          JsonNode value = json.path(name);
          if (value.isNumber() || value.asText().matches("\\d{1,12}(\\.\\d+)?")) {
            parts.put(Part.MILLIS, PatternFormat.millis(value.asDouble() * factor));
          }
        });
    String query = parts.get(Part.QUERY);
    if (query != null && parts.containsKey(Part.TARGET) && !parts.get(Part.TARGET).contains("?")) {
      parts.put(Part.PATH, parts.remove(Part.TARGET));
    }
    return Request.of(time(json), parts);
  }

  private static JsonNode parse(String line) throws UnreadableLine {
    try {
      JsonNode json = JSON.readTree(line.getBytes(ISO_8859_1));
      if (json.isObject()) {
        return json;
      }
    } catch (IOException wrong) {
      throw new UnreadableLine("it is not JSON");
    }
    throw new UnreadableLine("it is JSON, but not an object");
  }

  private static Instant time(JsonNode json) throws UnreadableLine {
    String time = first(json, TIMES);
    if (time == null) {
      throw new UnreadableLine("it has no time under any name that is known");
    }
    return Times.read(time);
  }

  private static String first(JsonNode json, List<String> names) {
    for (String name : names) {
      JsonNode value = json.at("/" + name);
      JsonNode one = value.isArray() ? value.path(0) : value;
      String text = one.isTextual() || one.isNumber() ? one.asText() : "";
      if (!text.isBlank() && !text.equals("-")) {
        // Text, for an exponent would not be taken for a time.
        return one.isNumber() ? one.decimalValue().toPlainString() : text;
      }
    }
    return null;
  }

  private static void put(Map<Part, String> parts, Part part, String value) {
    if (value != null) {
      parts.put(part, value);
    }
  }
}
