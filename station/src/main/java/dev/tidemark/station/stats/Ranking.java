package dev.tidemark.station.stats;

import java.util.List;

/**
 * The top of a list.
 *
 * @param hits of all rows, whether they match the search or not
 * @param visitors of all rows together
 * @param count how many rows match
 */
record Ranking(long hits, Long visitors, long count, List<Ranked> rows) {

  static final Ranking NOTHING = new Ranking(0, 0L, 0, List.of());

  /** A row, by the values of the dimension's columns; visitors are null where not known. */
  record Ranked(List<String> values, long hits, Long visitors) {}

  /** Which part of the list is asked for; the search is empty when every row matches. */
  record Page(int limit, int offset, String search) {}
}
