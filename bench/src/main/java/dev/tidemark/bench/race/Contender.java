package dev.tidemark.bench.race;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Who takes part, and how it is started.
 *
 * @param name as tables call it
 * @param schema whose tables it fills
 * @param size how much of the work it does
 * @param built what there is when it has been built
 * @param command its command line on a course
 * @param environment what it is told beside the course
 */
record Contender(
    String name,
    Job job,
    Schema schema,
    Size size,
    Path built,
    Function<Course, List<String>> command,
    Function<Course, Map<String, String>> environment) {

  /** How much of the work. */
  enum Size {
    ALL(1),
    /** For those who would take hours: events a second are compared, and few are a favour. */
    TWENTIETH(20);

    private static final long LEAST = 50_000;

    private final int divisor;

    Size(int divisor) {
      this.divisor = divisor;
    }

    /** How many events of so many; never too few to say anything. */
    long of(long events) {
      return Math.min(events, Math.max(events / divisor, LEAST));
    }
  }

  boolean isBuilt() {
    return Files.exists(built);
  }

  /** Whether the work is to copy rows that another has made. */
  boolean copies() {
    return schema == Schema.EVENTS_ALONE;
  }

  String id() {
    return job.label() + "-" + name;
  }
}
