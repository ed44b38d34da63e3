package dev.tidemark.bench.race;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Whether tables hold the answer.
 *
 * @param quick what is asked again and again, the cheapest first: sums and numbers of rows
 * @param whole what is asked once these fit: every row
 */
record Check(List<Expectation> quick, List<Expectation> whole) {

  /** What a table has to hold. */
  interface Expectation {
    /** What is wrong; empty when nothing is. */
    Optional<String> flaw(Connection tables) throws SQLException;
  }

  Optional<String> quickly(Connection tables) throws SQLException {
    return first(quick, tables);
  }

  Optional<String> wholly(Connection tables) throws SQLException {
    return first(whole, tables);
  }

  private static Optional<String> first(List<Expectation> expectations, Connection tables)
      throws SQLException {
    for (Expectation expectation : expectations) {
      Optional<String> flaw = expectation.flaw(tables);
      if (flaw.isPresent()) {
        return flaw;
      }
    }
    return Optional.empty();
  }
}
