package dev.tidemark.acceptance;

import static java.time.ZoneOffset.UTC;
import static java.util.Locale.ROOT;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a record says, read in the most obvious way and with none of the product's code.
 *
 * @param visitor equal for two events exactly when they are of the same visitor
 */
record NaiveEvent(
    Instant time,
    String type,
    String url,
    String host,
    String referrer,
    List<Object> visitor,
    boolean bot) {

  /** The record says nothing that could be counted; the message is the name of the failure. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String failure) {
      super(failure);
    }
  }

  private static final int LARGEST_EVENT = 1 << 20;
  private static final Duration FARTHEST_FUTURE = Duration.ofDays(1);
  private static final Pattern ABSOLUTE_URL =
      Pattern.compile(
          "[a-z][a-z0-9+.-]*://(?:[^/?#]*@)?(\\[[^]/?#]+]|[^\\[\\]:/?#\\s]+)(:\\d+)?([/?#].*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What calls itself a bot, or is no user agent that a browser sends. */
  private static final Pattern BOT =
      Pattern.compile("bot|0xDEADBEEF|.{600}", Pattern.CASE_INSENSITIVE);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static NaiveEvent read(TopicRecord record) throws Refused {
    JsonNode event = object(record.value());
    Instant time = time(field(event, "event_time", "timestamp", "time_stamp", "ts", "time"));
    if (time.isAfter(record.timestamp().plus(FARTHEST_FUTURE))) {
      throw new Refused("IMPLAUSIBLE_EVENT_TIME");
    }
    String url = text(field(event, "url", "page_url", "page", "current_url"));
    if (url == null) {
      throw new Refused("NO_URL");
    }
    Matcher absolute = ABSOLUTE_URL.matcher(url);
    if (!absolute.matches() && !url.startsWith("/")) {
      throw new Refused("UNREADABLE_URL");
    }
    String type = text(field(event, "event_type", "type"));
    String host =
        first(
            text(field(event, "host")),
            absolute.matches() ? absolute.group(1) : null,
            header(event, "host"));
    host = host == null ? "" : IDN.toUnicode(host.toLowerCase(ROOT));
    String referrer =
        first(text(field(event, "referrer", "referer", "referrer_url")), header(event, "referer"));
    String agent =
        first(text(field(event, "user_agent", "userAgent", "ua")), header(event, "user-agent"));
    String user = text(field(event, "user_id", "user", "userId", "device_id"));
    String ip = text(field(event, "ip", "ip_address", "remote_ip"));
    return new NaiveEvent(
        time,
        type == null ? "page_view" : type,
        url,
        host,
        referrer == null || referrer.equals("-") ? "" : referrer,
        user == null
            ? Arrays.asList(time.atZone(UTC).toLocalDate(), ip, agent, host)
            : List.of(user),
        agent != null && BOT.matcher(agent).find());
  }

  private static JsonNode object(byte[] value) throws Refused {
    if (value == null) {
      throw new Refused("NOT_JSON");
    }
    if (value.length > LARGEST_EVENT) {
      throw new Refused("TOO_LARGE");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      JsonNode json = JSON.readTree(text);
      if (json.isMissingNode()) {
        throw new Refused("NOT_JSON");
      }
      if (!json.isObject()) {
        throw new Refused("NOT_AN_OBJECT");
      }
      return json;
    } catch (CharacterCodingException e) {
      throw new Refused("NOT_UTF8");
    } catch (JacksonException e) {
      throw new Refused("NOT_JSON");
    }
  }

  private static JsonNode field(JsonNode event, String... names) {
    for (String name : names) {
      if (event.hasNonNull(name)) {
        return event.get(name);
      }
    }
    return null;
  }

  private static Instant time(JsonNode value) throws Refused {
    if (value == null) {
      throw new Refused("NO_EVENT_TIME");
    }
    String text = value.asText();
    try {
      if (text.matches("\\d+")) {
        return Instant.EPOCH.plus(micros(new BigDecimal(text)), ChronoUnit.MICROS);
      }
      String iso = text.replaceFirst(" ", "T");
      boolean zoned = iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
      Instant time =
          zoned ? OffsetDateTime.parse(iso).toInstant() : LocalDateTime.parse(iso).toInstant(UTC);
      return time.truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw new Refused("UNREADABLE_EVENT_TIME");
    }
  }

  /** Seconds have 10 digits for three centuries, milliseconds 13 and microseconds 16. */
  private static long micros(BigDecimal number) {
    int digits = number.toBigInteger().toString().length();
    return number.longValueExact() * (digits <= 11 ? 1_000_000 : digits <= 14 ? 1_000 : 1);
  }

  /** PostgreSQL holds neither NUL nor half a surrogate pair. */
  private static String text(JsonNode value) {
    return value == null
        ? null
        : value
            .asText()
            .replaceAll(
                "\0|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]",
                "\ufffd");
  }

  private static String header(JsonNode event, String name) {
    for (var header : event.path("headers").properties()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return text(header.getValue());
      }
    }
    return null;
  }

  private static String first(String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null) {
        return candidate;
      }
    }
    return null;
  }
}
