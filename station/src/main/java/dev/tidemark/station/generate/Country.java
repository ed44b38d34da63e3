package dev.tidemark.station.generate;

import java.util.Arrays;
import java.util.List;

/**
 * Where visitors live.
 *
 * @param share how many they are, relative to the other countries
 * @param minutesAheadOfUtc what their clocks show
 */
record Country(
    String code,
    double share,
    int minutesAheadOfUtc,
    String language,
    String searchEngine,
    List<Network> networks) {

  static final List<Country> ALL =
      TextTable.read("countries.txt").stream().map(Country::of).toList();

  static final double ALL_SHARES = ALL.stream().mapToDouble(Country::share).sum();

  private static Country of(List<String> cells) {
    return new Country(
        cells.get(0),
        Double.parseDouble(cells.get(1)),
        (int) (Double.parseDouble(cells.get(2)) * 60),
        cells.get(3),
        cells.get(4),
        Arrays.stream(cells.get(5).split(" ", -1)).map(Network::of).toList());
  }
}
