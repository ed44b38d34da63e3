package dev.tidemark.station.stats;

import dev.tidemark.event.Source;
import dev.tidemark.station.web.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters of a request, each known and given once, or refused. */
final class Question {
  private static final Duration LONGEST = Duration.ofDays(3 * 366);
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

  private final Map<String, List<String>> parameters;

  /**
   * @param own the parameters, beside the filters, that the address knows
   */
  Question(Map<String, List<String>> parameters, Set<Parameter> own) {
    this.parameters = parameters;
    parameters.forEach((name, values) -> check(name, values, own));
  }

  Range range() {
    Range range = Range.around(instant(Parameter.FROM), instant(Parameter.TO));
    if (!range.from().isBefore(range.to())) {
      throw badQuestion("The range is empty", "Give a from that lies before to");
    }
    if (range.length().compareTo(LONGEST) > 0) {
      throw badQuestion("The range is longer than three years", "Ask for a shorter range");
    }
    return range;
  }

  Filters filters() {
    Map<Filter, String> values = new EnumMap<>(Filter.class);
    for (Filter filter : Filter.values()) {
      String value = text(filter.parameter(), null);
      if (value != null) {
        values.put(filter, checked(filter, value));
      }
    }
    return new Filters(values);
  }

  ZoneId timeZone() {
    String name = text(Parameter.TIME_ZONE.label(), "UTC");
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw badQuestion(
          "There is no such time zone", "Give a name such as Europe/Berlin, or leave it out");
    }
  }

  String interval() {
    return text(Parameter.INTERVAL.label(), "auto");
  }

  Ranking.Page page() {
    return new Ranking.Page(
        number(Parameter.LIMIT, 10, 1, 1_000),
        number(Parameter.OFFSET, 0, 0, 10_000_000),
        text(Parameter.SEARCH.label(), ""));
  }

  /** Whether the answer is wanted as a table of text. */
  boolean csv() {
    String format = text(Parameter.FORMAT.label(), "json");
    if (!format.equals("json") && !format.equals("csv")) {
      throw badQuestion("There is no such format", "Ask for json or csv");
    }
    return format.equals("csv");
  }

  private static void check(String name, List<String> values, Set<Parameter> own) {
    boolean known = Parameter.named(name).filter(own::contains).isPresent();
    if (!known
        && (!own.contains(Parameter.FILTERS) || Filter.named(name).isEmpty())
        && !(own.contains(Parameter.HOST) && name.equals(Filter.HOST.parameter()))) {
      throw badQuestion(
          "There is no such parameter here: " + shortened(name),
          "Look at /api/openapi.json for the parameters of this address");
    }
    if (values.size() != 1) {
      throw badQuestion("The parameter " + name + " is given twice", "Give it once");
    }
    if (values.get(0).indexOf('\0') >= 0) {
      throw badQuestion("The parameter " + name + " holds a NUL", "Leave it out: no text has one");
    }
  }

  private static String checked(Filter filter, String value) {
    if (filter == Filter.BOT && !value.equals("true") && !value.equals("false")) {
      throw badQuestion("bot is neither true nor false", "Give one of both, or leave it out");
    }
    boolean direct = filter == Filter.SOURCE && value.equals(Source.Kind.DIRECT.label());
    return direct ? "" : value;
  }

  private Instant instant(Parameter parameter) {
    String text = text(parameter.label(), null);
    if (text == null) {
      throw badQuestion(
          "The parameter " + parameter.label() + " is missing",
          "Give an instant such as 2026-11-21T12:00:00Z");
    }
    try {
      Instant instant = Instant.parse(text);
      if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
        throw badQuestion(parameter.label() + " lies too far away", "Give a time after 1970");
      }
      return instant;
    } catch (DateTimeParseException e) {
      throw badQuestion(parameter.label() + " is no instant", "Write it like 2026-11-21T12:00:00Z");
    }
  }

  private int number(Parameter parameter, int usual, int least, int most) {
    String text = text(parameter.label(), Integer.toString(usual));
    String remedy = "Give a number from %d to %d".formatted(least, most);
    try {
      int number = Integer.parseInt(text);
      if (number < least || number > most) {
        throw badQuestion(parameter.label() + " is out of bounds", remedy);
      }
      return number;
    } catch (NumberFormatException e) {
      throw badQuestion(parameter.label() + " is no number", remedy);
    }
  }

  private String text(String name, String otherwise) {
    List<String> values = parameters.get(name);
    return values == null ? otherwise : values.get(0);
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }

  private static Refusal badQuestion(String message, String remedy) {
    return new Refusal(400, message, remedy);
  }
}
