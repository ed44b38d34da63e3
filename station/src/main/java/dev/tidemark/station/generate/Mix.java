package dev.tidemark.station.generate;

/** Turns numbers into others that look random, each into one of its own (SplitMix64's finish). */
final class Mix {

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Mix() {}

  /** Differs for every number under one seed. */
  static long of(long seed, long number) {
    return finish(finish(seed) + number * GOLDEN);
  }

  private static long finish(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
