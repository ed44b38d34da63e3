package dev.tidemark.station.chaos;

import java.time.Duration;

/**
 * Something that can be done to a target.
 *
 * @param name by which it is chosen and reported
 * @param kind whether a process dies of it
 * @param weight how often it is drawn, against the others
 * @param least the shortest time that it holds on; zero for what is done at once
 * @param most the longest
 * @param harm what is done; counting may stop from then on
 * @param mend what a person or a supervisor would do against it; nothing, where the program helps
 *     itself
 */
record Action(
    String name, Kind kind, int weight, Duration least, Duration most, Deed harm, Deed mend) {

  /** What becomes of a process. */
  enum Kind {
    KILL,
    STALL,
    RESTART
  }

  /** One half of an action. */
  @FunctionalInterface
  interface Deed {
    Deed NOTHING = (step, stream) -> {};

    void on(Step step, KnownStream stream) throws Exception;
  }

  static Action kill(String name, int weight, Deed harm, Deed mend) {
    return new Action(name, Kind.KILL, weight, Duration.ZERO, Duration.ZERO, harm, mend);
  }

  /** Holds for some seconds, and is over by itself. */
  static Action stall(String name, int weight, int least, int most, Deed harm) {
    return new Action(
        name,
        Kind.STALL,
        weight,
        Duration.ofSeconds(least),
        Duration.ofSeconds(most),
        harm,
        Deed.NOTHING);
  }

  static Action restart(String name, int weight, Deed harm, Deed mend) {
    return new Action(name, Kind.RESTART, weight, Duration.ZERO, Duration.ZERO, harm, mend);
  }
}
