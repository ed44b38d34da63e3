package dev.tidemark.station.audit;

import dev.tidemark.run.EventRules;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a record says, and refuses it for the first of its faults. */
final class EventReader {

  private static final Pattern ABSOLUTE =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*).*", Pattern.DOTALL);
  private static final Pattern SITE =
      Pattern.compile("(\\[[^]]*])?([^:]*)(?::0*([0-9]{0,5}))?", Pattern.DOTALL);
  private static final int LAST_PORT = 65_535;

  private final EventRules rules;
  private final FieldNames fields;

  EventReader(EventRules rules) {
    this.rules = rules;
    this.fields = new FieldNames(rules.fields());
  }

  Event read(TopicRecord record) throws Refused {
    if (record.value() == null) {
      throw new Refused("NOT_JSON");
    }
    if (record.value().length > rules.maxEventBytes()) {
      throw new Refused("TOO_LARGE");
    }
    Map<String, Object> event = JsonText.object(record.value());
    String time = fields.text(event, "event_time");
    if (time == null) {
      throw new Refused("NO_EVENT_TIME");
    }
    long micros = TimeText.micros(time);
    String url = fields.text(event, "url");
    if (url == null) {
      throw new Refused("NO_URL");
    }
    if (!isUrl(url)) {
      throw new Refused("UNREADABLE_URL");
    }
    long latest = (present(record.timestampMillis()) + rules.maxFuture().toMillis()) * 1_000;
    if (micros > latest) {
      throw new Refused("IMPLAUSIBLE_EVENT_TIME");
    }
    return event(event, micros, url);
  }

  /** A record is not younger than now, whatever the clock of its producer said. */
  private static long present(long timestampMillis) {
    long now = System.currentTimeMillis();
    return timestampMillis < 0 ? now : Math.min(timestampMillis, now);
  }

  private Event event(Map<String, Object> event, long micros, String url) {
    Map<?, ?> headers = fields.object(event, "headers");
    String host = fields.text(event, "host");
    boolean urlNamesSite =
        (url.startsWith("//") && url.length() > 2) || ABSOLUTE.matcher(url).matches();
    if (host == null && !urlNamesSite) {
      host = header(headers, "host");
    }
    String type = fields.text(event, "event_type");
    String referrer = orHeader(fields.text(event, "referrer"), headers, "referer");
    return new Event(
        micros,
        fields.text(event, "event_id"),
        type == null ? "page_view" : type,
        fields.text(event, "user_id"),
        url,
        host,
        referrer == null || referrer.equals("-") ? "" : referrer,
        orHeader(fields.text(event, "user_agent"), headers, "user-agent"),
        fields.text(event, "ip"),
        fields.text(event, "product_id"),
        fields.text(event, "store_id"));
  }

  private static String orHeader(String said, Map<?, ?> headers, String name) {
    return said == null ? header(headers, name) : said;
  }

  /** The last header of this name in any case, if it is a text. */
  private static String header(Map<?, ?> headers, String name) {
    String found = null;
    for (Map.Entry<?, ?> header : headers == null ? Map.of().entrySet() : headers.entrySet()) {
      if (header.getKey().toString().toLowerCase(Locale.ROOT).equals(name)) {
        found = header.getValue() instanceof String text ? text : null;
      }
    }
    return found;
  }

  /** Anything printable but an absolute URL without a host or with an impossible port. */
  private static boolean isUrl(String url) {
    if (isBlank(url) || url.chars().anyMatch(Character::isISOControl)) {
      return false;
    }
    Matcher absolute = ABSOLUTE.matcher(url);
    if (!absolute.matches()) {
      return true;
    }
    String authority = absolute.group(1);
    String named = authority.substring(authority.lastIndexOf('@') + 1);
    Matcher site = SITE.matcher(named);
    if (!site.matches() || (named.startsWith("[") && site.group(1) == null)) {
      return false;
    }
    String port = site.group(3);
    return !isBlank((site.group(1) == null ? "" : "[]") + site.group(2))
        && (port == null || port.isEmpty() || Integer.parseInt(port) <= LAST_PORT);
  }

  private static boolean isBlank(String text) {
    return text.chars().allMatch(c -> c == ' ');
  }
}
