package dev.tidemark.station.stats;

import static java.util.stream.Collectors.joining;

import dev.tidemark.station.web.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a chart cuts time. */
enum Interval {
  MINUTE(ChronoUnit.MINUTES, 1),
  FIVE_MINUTES(ChronoUnit.MINUTES, 5),
  HOUR(ChronoUnit.HOURS, 1),
  DAY(ChronoUnit.DAYS, 1);

  /** More points than any screen shows, and than an answer should hold. */
  static final int MOST_POINTS = 3_000;

  private final ChronoUnit unit;
  private final int units;

  Interval(ChronoUnit unit, int units) {
    this.unit = unit;
    this.units = units;
  }

  /** The interval of this name; {@code auto} fits the range. */
  static Interval of(String name, Range range) {
    if (name.equals("auto")) {
      return fitting(range.length());
    }
    return Stream.of(values())
        .filter(interval -> interval.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    400,
                    "There is no such interval",
                    "Ask for auto or one of "
                        + Stream.of(values()).map(Interval::label).collect(joining(", "))));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The buckets of a range, cut where the clocks of the zone show a full hour or a new day. */
  List<Bucket> buckets(Range range, ZoneId zone) {
    if (range.length().dividedBy(unit.getDuration().multipliedBy(units)) > MOST_POINTS) {
      throw new Refusal(
          400,
          "The range has more than " + MOST_POINTS + " of these intervals",
          "Ask for a longer interval or a shorter range");
    }
    List<Bucket> buckets = new ArrayList<>();
    Instant start = start(range.from(), zone);
    for (Instant from = range.from(); from.isBefore(range.to()); ) {
      Instant next = next(start, zone);
      Instant to = next.isBefore(range.to()) ? next : range.to();
      buckets.add(new Bucket(start, from, to));
      start = next;
      from = to;
    }
    return buckets;
  }

  /**
   * How far back a chart's points are compared: as long as the range is, to the nearest whole
   * interval, so that an hour is compared with an hour and a day with a day.
   */
  Duration back(Range range) {
    Duration one = unit.getDuration().multipliedBy(units);
    long whole = range.length().plus(one.dividedBy(2)).dividedBy(one);
    return range.length().compareTo(one) < 0 ? range.length() : one.multipliedBy(whole);
  }

  private static Interval fitting(Duration length) {
    if (length.compareTo(Duration.ofHours(1)) <= 0) {
      return MINUTE;
    }
    if (length.compareTo(Duration.ofHours(12)) <= 0) {
      return FIVE_MINUTES;
    }
    return length.compareTo(Duration.ofDays(8)) <= 0 ? HOUR : DAY;
  }

  private Instant start(Instant instant, ZoneId zone) {
    return switch (this) {
      case MINUTE -> instant.truncatedTo(ChronoUnit.MINUTES);
      case FIVE_MINUTES -> Range.floor(instant);
      case HOUR -> {
        // In elapsed time, so that the hour that clocks repeat is there twice.
        ZonedDateTime local = instant.atZone(zone);
        yield Range.floor(instant.minusSeconds(local.getMinute() * 60L + local.getSecond()));
      }
      case DAY -> Range.floor(instant.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant());
    };
  }

  private Instant next(Instant start, ZoneId zone) {
    return switch (this) {
      case MINUTE, FIVE_MINUTES -> start.plus(units, unit);
      case HOUR -> start(start.plus(units, unit), zone);
      case DAY -> {
        // Where clocks once ran by the sun, a day began between two windows: the later one counts.
        ZonedDateTime local = start.plus(Range.WINDOW).atZone(zone);
        yield Range.floor(local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant());
      }
    };
  }
}
