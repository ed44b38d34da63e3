package dev.tidemark.station.stats;

import java.sql.SQLException;
import java.util.List;

/** Computes figures for stretches of time under filters. */
interface Answers {

  /** What each bucket adds up to; hits of robots stand in the buckets of a summary only. */
  List<Tally> tallies(List<Bucket> buckets, Filters filters) throws SQLException;

  /** Views and visitors of each bucket. */
  List<Tally> points(List<Bucket> buckets, Filters filters) throws SQLException;

  Ranking ranking(Dimension dimension, Range range, Filters filters, Ranking.Page page)
      throws SQLException;
}
