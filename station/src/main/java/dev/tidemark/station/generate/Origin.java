package dev.tidemark.station.generate;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What brings a visitor.
 *
 * @param referrer null when there is none
 * @param query of the page that is landed on; null when there is none
 */
record Origin(double share, String referrer, String query) {

  static final Origin NONE = new Origin(0, null, null);

  static final List<Origin> ALL =
      TextTable.read("origins.txt").stream()
          .map(c -> new Origin(Double.parseDouble(c.get(0)), orNull(c.get(1)), orNull(c.get(2))))
          .toList();

  private static final AliasTable BY_SHARE =
      new AliasTable(ALL.stream().mapToDouble(Origin::share).toArray());

  /** Where those come from who all read the same story at once. */
  private static final List<Origin> STORIES =
      List.of(
          new Origin(1, "https://news.ycombinator.com/", null),
          new Origin(1, "https://www.reddit.com/", null),
          new Origin(1, "https://t.co/", null));

  static Origin pick(SplittableRandom random, Country country) {
    Origin origin = ALL.get(BY_SHARE.pick(random));
    return origin.referrer == null || origin.referrer.indexOf('{') < 0
        ? origin
        : new Origin(
            origin.share,
            origin.referrer.replace("{search}", country.searchEngine()),
            origin.query);
  }

  static Origin ofStory(SplittableRandom random) {
    return STORIES.get(random.nextInt(STORIES.size()));
  }

  private static String orNull(String cell) {
    return cell.equals("-") ? null : cell;
  }
}
