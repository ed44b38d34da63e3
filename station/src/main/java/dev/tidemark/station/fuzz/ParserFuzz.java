package dev.tidemark.station.fuzz;

import dev.tidemark.event.Failure;
import dev.tidemark.parse.EventParser;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import dev.tidemark.station.console.Progress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Mutated records through the parser alone: none may crash it, hang it, or pass unjudged. */
final class ParserFuzz {

  /** What a record did that none should. */
  record Finding(long number, String what) {}

  /** What became of all. */
  record Outcome(
      long events, Map<Failure, Long> failures, long slowestNanos, List<Finding> findings) {}

  private static final long KAFKA_TIME = 1_768_000_000_000L;
  private static final long TOO_LONG = 2_000_000_000L;

  private final Mutations mutations;
  private final EventParser parser = new EventParser(FieldMap.standard(), Limits.DEFAULT);

  ParserFuzz(Mutations mutations) {
    this.mutations = mutations;
  }

  Outcome run(long records, Progress progress) {
    long events = 0;
    long slowest = 0;
    Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    List<Finding> findings = new ArrayList<>();
    for (long number = 0; number < records; number++) {
      byte[] record = mutations.record(number);
      long began = System.nanoTime();
      try {
        if (parser.parse(record, 0, record.length, KAFKA_TIME)) {
          events++;
        } else if (parser.failure() == null || parser.detail() == null) {
          findings.add(new Finding(number, "is no event and has no failure"));
        } else {
          failures.merge(parser.failure(), 1L, Long::sum);
        }
      } catch (RuntimeException | StackOverflowError crash) {
        findings.add(new Finding(number, crash.toString()));
      }
      long took = System.nanoTime() - began;
      if (took > TOO_LONG) {
        findings.add(new Finding(number, "took " + took / 1_000_000 + " ms"));
      }
      slowest = Math.max(slowest, took);
      if (number % 10_000 == 0) {
        progress.advanceTo(number);
      }
    }
    return new Outcome(events, failures, slowest, findings);
  }
}
