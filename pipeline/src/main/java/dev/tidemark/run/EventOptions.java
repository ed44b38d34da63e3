package dev.tidemark.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.enrich.Enrichment;
import dev.tidemark.event.Lateness;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** How events are understood. */
public final class EventOptions {

  @Option(
      names = "--fields",
      paramLabel = "FIELD=PATH,…",
      description = "Other names of fields: url=request.uri,event_time=when (dotted paths).")
  String fields;

  @Option(
      names = "--preset",
      paramLabel = "NAME|FILE",
      description =
          "The names of fields in one trade: product_views, web_traffic, user_activity, or a file of"
              + " lines FIELD=PATH; --fields comes before it.")
  String preset;

  @Option(
      names = "--maxEventBytes",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description = "A larger record is a dead letter (default ${DEFAULT-VALUE}).")
  int maxEventBytes;

  @Option(
      names = "--maxFuture",
      paramLabel = "TIME",
      defaultValue = "1d",
      converter = DurationConverter.class,
      description =
          "An event time further ahead of Kafka's timestamp is a dead letter"
              + " (default ${DEFAULT-VALUE}).")
  Duration maxFuture;

  @Option(
      names = "--outOfOrderness",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description =
          "How far a partition's watermark stays behind its largest event time"
              + " (default ${DEFAULT-VALUE}).")
  Duration outOfOrderness;

  @Option(
      names = "--allowedLateness",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = DurationConverter.class,
      description =
          "How far behind the watermark an event still counts (default ${DEFAULT-VALUE}).")
  Duration allowedLateness;

  @Option(
      names = "--idleAfter",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description =
          "The watermark of a partition with nothing to read follows the clock at this distance"
              + " (default ${DEFAULT-VALUE}).")
  Duration idleAfter;

  @Option(
      names = "--dropRetries",
      description =
          "An event whose event_id was counted before in its partition is a duplicate: for"
              + " producers that send again.")
  boolean dropRetries;

  @Option(
      names = "--geoDatabase",
      paramLabel = "FILE",
      split = ",",
      description = "MaxMind databases instead of the embedded ones; read again when they change.")
  List<Path> geoDatabases = List.of();

  @Option(
      names = "--storeFullIp",
      description = "Store whole addresses; without it they are cut to /24 (IPv6: /48).")
  boolean storeFullIp;

  @Option(
      names = "--visitorSaltFile",
      paramLabel = "FILE",
      defaultValue = "${env:VISITOR_SALT_FILE}",
      description =
          "A file that holds the salt of anonymous visitors' ids (env VISITOR_SALT_FILE, or the"
              + " salt itself in env VISITOR_SALT); without one, the database keeps a random one.")
  Path visitorSaltFile;

  /** The same as values, unread. */
  public EventRules rules() {
    fieldMap();
    return new EventRules(
        mapping(),
        maxEventBytes,
        maxFuture,
        outOfOrderness,
        allowedLateness,
        dropRetries,
        geoDatabases);
  }

  FieldMap fieldMap() {
    try {
      String mapping = mapping();
      return mapping == null ? FieldMap.standard() : FieldMap.standard().with(mapping);
    } catch (IllegalArgumentException wrong) {
      throw UserError.inUsage(wrong.getMessage(), "Write --fields as in --help.");
    }
  }

  private String mapping() {
    return preset == null ? fields : Preset.named(preset).with(fields);
  }

  Limits limits() {
    return new Limits(maxEventBytes, maxFuture.toMillis(), Limits.DEFAULT.maxDepth());
  }

  /** When an event is late. */
  public Lateness lateness() {
    return new Lateness(outOfOrderness, allowedLateness);
  }

  /** When the watermark of a silent partition begins to follow the clock. */
  public Duration idleAfter() {
    return idleAfter;
  }

  /** The salt that the user gave; null when the database is to keep one. */
  public String visitorSalt() {
    return Secrets.read("VISITOR_SALT", visitorSaltFile);
  }

  Enrichment enrichment(String visitorSalt) {
    return new Enrichment(
        geoDatabases.stream().map(Path::toString).toList(),
        visitorSalt.getBytes(UTF_8),
        storeFullIp,
        Enrichment.CACHE_ENTRIES);
  }
}
