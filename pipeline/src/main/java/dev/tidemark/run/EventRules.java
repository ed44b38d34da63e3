package dev.tidemark.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How events are understood, as the user says it: for whoever understands them a second time.
 *
 * @param fields as {@code --fields} takes it; null when it is not given
 */
public record EventRules(
    String fields,
    int maxEventBytes,
    Duration maxFuture,
    Duration outOfOrderness,
    Duration allowedLateness,
    boolean dropRetries,
    List<Path> geoDatabases) {

  /** What holds where the user says nothing. */
  public static final EventRules STANDARD =
      new EventRules(
          null,
          1 << 20,
          Duration.ofDays(1),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          false,
          List.of());

  public EventRules {
    geoDatabases = List.copyOf(geoDatabases);
  }
}
