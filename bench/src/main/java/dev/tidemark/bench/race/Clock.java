package dev.tidemark.bench.race;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The one clock for all: from the first bytes of the topic that leave the broker to the moment at
 * which the tables hold the whole right answer. It runs outside of the contenders.
 */
final class Clock {

  private static final long START_PAUSE_MILLIS = 5;
  private static final long END_PAUSE_MILLIS = 50;

  /** What starts the clock. */
  interface Start {
    boolean hasCome() throws SQLException;
  }

  /** A lap that does not count, and why. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String why) {
      super(why);
    }
  }

  private final Child child;
  private final long deadline;

  Clock(Child child, Duration limit) {
    this.child = child;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** Measures. */
  Duration time(Start start, Check check, Connection tables)
      throws Failed, SQLException, InterruptedException {
    while (!start.hasCome()) {
      demand(child.isAlive() && System.nanoTime() < deadline, "it read nothing");
      Thread.sleep(START_PAUSE_MILLIS);
    }
    long began = System.nanoTime();
    while (true) {
      boolean alive = child.isAlive();
      // What a query finds was there when it was asked.
      long asked = System.nanoTime();
      Optional<String> flaw = check.quickly(tables);
      if (flaw.isEmpty()) {
        Optional<String> deeper = check.wholly(tables);
        demand(deeper.isEmpty(), deeper.orElse(""));
        return Duration.ofNanos(asked - began);
      }
      demand(alive && asked < deadline, flaw.get());
      Thread.sleep(END_PAUSE_MILLIS);
    }
  }

  private void demand(boolean good, String otherwise) throws Failed {
    if (!good) {
      throw new Failed(otherwise + ending());
    }
  }

  private String ending() {
    if (child.isAlive()) {
      return System.nanoTime() < deadline ? "" : ", and its time was over";
    }
    return ", and it had ended with code " + child.exitCode();
  }
}
