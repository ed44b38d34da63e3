package dev.tidemark.station.generate;

import java.util.List;
import java.util.SplittableRandom;

/** A visitor that is a program. */
record Bot(double share, Network network, String userAgent) {

  private static final List<Bot> ALL =
      TextTable.read("bots.txt").stream()
          .map(c -> new Bot(Double.parseDouble(c.get(0)), Network.of(c.get(1)), c.get(2)))
          .toList();

  private static final AliasTable BY_SHARE =
      new AliasTable(ALL.stream().mapToDouble(Bot::share).toArray());

  static Bot pick(SplittableRandom random) {
    return ALL.get(BY_SHARE.pick(random));
  }
}
