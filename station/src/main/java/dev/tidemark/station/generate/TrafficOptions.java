package dev.tidemark.station.generate;

import dev.tidemark.run.DurationConverter;
import dev.tidemark.run.UserError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What traffic is wanted. */
final class TrafficOptions {

  private static final String MAX = "max";
  private static final String SHOP = "product_views";
  private static final double PER_SECOND_AT_MAX = 100_000;
  private static final Duration BEGINS_BEFORE = Duration.ofDays(7);

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "product_views: what a shop's visitors look at, in the words of that preset; nobody is"
              + " late, nothing is sent twice or broken.")
  String preset;

  @Option(
      names = "--rate",
      paramLabel = "N|max",
      defaultValue = "100",
      description =
          "Events a second on the clock, on average over a week; max: as fast as the broker takes"
              + " them, with times as on a site with 100,000 a second (default ${DEFAULT-VALUE}).")
  String rate;

  @Option(
      names = "--steady",
      description = "The same rate at all times: no nights, no weekends, no stories.")
  boolean steady;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What chance begins with (default ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Time of the first event: 2026-01-09T00:00:00Z, or -6h for six hours ago.")
  String start;

  @Option(
      names = "--speed",
      paramLabel = "N|1d/1m",
      defaultValue = "1",
      description = "Event time runs N times as fast as the clock (default ${DEFAULT-VALUE}).")
  String speed;

  @Option(
      names = "--history",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Tell so much of the past first, as fast as possible, then go on live.")
  Duration history;

  @Option(
      names = "--late",
      paramLabel = "SHARE",
      defaultValue = "0.002",
      description = "Events too late to be counted (default ${DEFAULT-VALUE}).")
  double late;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      defaultValue = "0.005",
      description = "Events that are sent twice (default ${DEFAULT-VALUE}).")
  double duplicates;

  @Option(
      names = "--malformed",
      paramLabel = "SHARE",
      defaultValue = "0.001",
      description = "Records that are no events (default ${DEFAULT-VALUE}).")
  double malformed;

  @Option(
      names = "--bots",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "Visits by programs (default ${DEFAULT-VALUE}).")
  double bots;

  void check() {
    if (preset != null && !preset.equals(SHOP)) {
      throw UserError.inUsage(
          "--preset=" + preset + " is nothing that can be generated.",
          "Write --preset=" + SHOP + ".");
    }
    if (history != null && (start != null || speed() != 1)) {
      throw UserError.inUsage(
          "--history goes with neither --start nor --speed.", "Leave them out, or leave it out.");
    }
    scenario(Instant.now());
  }

  /** The traffic itself. */
  Iterator<GeneratedEvent> events(Instant now) {
    Scenario scenario = scenario(now);
    return preset == null ? new TrafficGenerator(scenario) : new ShopTraffic(scenario);
  }

  Scenario scenario(Instant now) {
    double perSecond = rate.equals(MAX) ? PER_SECOND_AT_MAX : number("--rate", rate, "--rate=1000");
    try {
      Shares shares = new Shares(late, duplicates, malformed, bots);
      return new Scenario(seed, 0, start(now), perSecond / speed(), steady, shares);
    } catch (IllegalArgumentException wrong) {
      throw UserError.inUsage(wrong.getMessage() + ".", "Write it as in --help.");
    }
  }

  Pace pace(Instant now) {
    return rate.equals(MAX) ? Pace.unlimited() : new Pace(start(now), past(now), speed());
  }

  private Instant past(Instant now) {
    return history == null ? Instant.MIN : now;
  }

  private Instant start(Instant now) {
    if (start == null) {
      return now.minus(history != null ? history : speed() > 1 ? BEGINS_BEFORE : Duration.ZERO);
    }
    try {
      return start.startsWith("-")
          ? now.minus(new DurationConverter().convert(start.substring(1)))
          : Instant.parse(start);
    } catch (DateTimeException | TypeConversionException wrong) {
      throw UserError.inUsage(
          "--start=" + start + " is no time.", "Write 2026-01-09T00:00:00Z, or -6h.");
    }
  }

  private double speed() {
    int slash = speed.indexOf('/');
    if (slash < 0) {
      return number("--speed", speed, "--speed=1440, or --speed=1d/1m");
    }
    try {
      DurationConverter durations = new DurationConverter();
      double eventTime = durations.convert(speed.substring(0, slash)).toMillis();
      return number(
          "--speed",
          String.valueOf(eventTime / durations.convert(speed.substring(slash + 1)).toMillis()),
          "--speed=1d/1m");
    } catch (TypeConversionException wrong) {
      throw UserError.inUsage("--speed=" + speed + " is no pace.", "Write --speed=1d/1m.");
    }
  }

  private static double number(String option, String text, String example) {
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && number <= 1e9) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      throw UserError.inUsage(option + "=" + text + " is no number.", "Write " + example + ".");
    }
    throw UserError.inUsage(option + "=" + text + " is out of range.", "Write " + example + ".");
  }
}
