package dev.tidemark.station.chaos;

import dev.tidemark.run.UserError;
import dev.tidemark.station.chaos.Books.Entry;
import dev.tidemark.station.chaos.KnownStream.Taken;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One run of a plan against a target, while a stream goes in. */
final class Ordeal {

  private static final long LOOK_MILLIS = 100;

  private final Target target;
  private final KnownStream stream;
  private final Duration patience;
  private final PrintWriter out;

  /**
   * @param patience how long a recovery may take, before the run has failed
   */
  Ordeal(Target target, KnownStream stream, Duration patience, PrintWriter out) {
    this.target = target;
    this.stream = stream;
    this.patience = patience;
    this.out = out;
  }

  /** Does what is planned until the plan or the time is over; how each step was borne. */
  List<Recovery> suffer(Plan plan, Duration most) throws Exception {
    long end = System.nanoTime() + most.toNanos();
    List<Recovery> recoveries = new ArrayList<>();
    try (Books books = new Books(target)) {
      awaitProgress(books, Map.of(), "the first records");
      for (Step step : plan.steps()) {
        Thread.sleep(step.calm().toMillis());
        if (System.nanoTime() > end) {
          break;
        }
        Recovery recovery = suffer(step, books);
        recoveries.add(recovery);
        out.printf(
            Locale.ROOT, "%s: counts again after %.1f s%n", step, Step.seconds(recovery.took()));
        out.flush();
      }
    }
    return recoveries;
  }

  private Recovery suffer(Step step, Books books) throws Exception {
    step.action().harm().on(step, stream);
    long began = System.nanoTime();
    step.action().mend().on(step, stream);
    books.close();
    Map<Integer, Taken> before = stream.taken();
    awaitProgress(books, before, "step " + step.number() + ", " + step.action().name());
    return new Recovery(step, Duration.ofNanos(System.nanoTime() - began));
  }

  /** Until every partition that gets records has counted a later one than before. */
  private void awaitProgress(Books books, Map<Integer, Taken> before, String after)
      throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    while (!goesOn(before, books.read())) {
      stream.demandSound();
      target.tend();
      if (System.nanoTime() > end) {
        throw new UserError(
            "Counting did not go on within " + patience.toSeconds() + " s after " + after + ".",
            "See the logs in the home, or give it longer with --patience.");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean goesOn(Map<Integer, Taken> before, Optional<Map<Integer, Entry>> now) {
    Map<Integer, Taken> taken = stream.taken();
    return now.isPresent()
        && !taken.isEmpty()
        && taken.keySet().stream()
            .allMatch(partition -> goesOn(partition, taken, before, now.get()));
  }

  private boolean goesOn(
      int partition,
      Map<Integer, Taken> taken,
      Map<Integer, Taken> before,
      Map<Integer, Entry> now) {
    long counted = now.getOrDefault(partition, Entry.NONE).lastOffset();
    long known = before.getOrDefault(partition, new Taken(0, -1)).lastOffset();
    return counted > known || (stream.isOver() && counted == taken.get(partition).lastOffset());
  }

  /** Ends the stream, and waits until everything is sent and stands in the ledger. */
  void drain() throws Exception {
    stream.finish();
    long end = System.nanoTime() + patience.toNanos();
    long sent = 0;
    while (!stream.isOver()) {
      stream.demandSound();
      target.tend();
      if (stream.acknowledged() > sent) {
        sent = stream.acknowledged();
        end = System.nanoTime() + patience.toNanos();
      }
      if (System.nanoTime() > end) {
        throw new UserError(
            "The broker took no record for " + patience.toSeconds() + " s.",
            "See the logs in the home.");
      }
      Thread.sleep(LOOK_MILLIS);
    }
    try (Books books = new Books(target)) {
      Map<Integer, Taken> last = stream.taken();
      last.replaceAll((partition, taken) -> new Taken(0, taken.lastOffset() - 1));
      awaitProgress(books, last, "the last record");
    }
  }
}
