package dev.tidemark.bench.race;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Who takes part, and how it is started.
 *
 * @param name as tables call it
 * @param schema whose tables it fills
 * @param load its work, of as many events as the race has
 * @param built what there is when it has been built
 * @param command its command line on a course
 * @param environment what it is told beside the course
 */
record Contender(
    String name,
    Job job,
    Schema schema,
    LongFunction<Load> load,
    Path built,
    Function<Course, List<String>> command,
    Function<Course, Map<String, String>> environment) {

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
