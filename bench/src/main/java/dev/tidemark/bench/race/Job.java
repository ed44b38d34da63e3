package dev.tidemark.bench.race;

import dev.tidemark.bench.Shape;
import java.util.List;
import java.util.Locale;

/** What is computed. */
enum Job {
  /** Views a URL and minute, distinct users in five minutes by one, hits a host and referrer. */
  CORE,
  /** Everything that {@code tidemark run} does by default. */
  FULL,
  /** The core job by Tidemark alone, with one subtask and with two. */
  PARALLELISM,
  /** The same over few and many URLs. */
  KEYS,
  /** The same over short and long events. */
  SIZE,
  /** One figure, six and thirty. */
  FIGURES,
  /** The core job with distinct users in five minutes and in a day, by the minute. */
  OVERLAP;

  /** A contender whose median the others are compared with. */
  record Yardstick(String job, String contender) {

    /** How a column of ratios is called in the table of a job. */
    String heading(Job inTableOf) {
      return "÷ " + (job.equals(inTableOf.label()) ? "" : job + " ") + contender;
    }
  }

  /** What the contenders of this job are compared with. */
  List<Yardstick> yardsticks() {
    return switch (this) {
      case CORE -> List.of(new Yardstick("core", "flink"), new Yardstick("core", "limit"));
      case PARALLELISM -> List.of(new Yardstick(label(), "2-subtasks"));
      case KEYS -> List.of(new Yardstick(label(), Shape.USUAL.pages() + "-urls"));
      case FIGURES -> List.of(new Yardstick(label(), "1-figure"));
      case OVERLAP -> List.of(new Yardstick(label(), "5-minutes"));
      case SIZE -> List.of(new Yardstick(label(), Shape.USUAL.bytes() + "-bytes"));
      case FULL -> List.of(new Yardstick("full", "copy"), new Yardstick("core", "tidemark-flink"));
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
