package dev.tidemark.bench.race;

import java.util.List;
import java.util.Locale;

/** What is computed. */
enum Job {
  /** Views a URL and minute, distinct users in five minutes by one, hits a host and referrer. */
  CORE(List.of(new Yardstick("core", "flink"), new Yardstick("core", "limit"))),
  /** Everything that {@code tidemark run} does by default. */
  FULL(List.of(new Yardstick("full", "copy"), new Yardstick("core", "tidemark-flink")));

  /** A contender whose median the others are compared with. */
  record Yardstick(String job, String contender) {

    /** How a column of ratios is called in the table of a job. */
    String heading(Job inTableOf) {
      return "÷ " + (job.equals(inTableOf.label()) ? "" : job + " ") + contender;
    }
  }

  private final List<Yardstick> yardsticks;

  Job(List<Yardstick> yardsticks) {
    this.yardsticks = yardsticks;
  }

  List<Yardstick> yardsticks() {
    return yardsticks;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
