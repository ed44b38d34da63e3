package dev.tidemark.station.stats;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Countries by their ISO codes and English names. */
final class Countries {

  private Countries() {}

  /** The name of a country; a code that stands for none names itself. */
  static String name(String code) {
    return code.isEmpty() ? "" : new Locale("", code).getDisplayCountry(Locale.ENGLISH);
  }

  /** The codes of the countries whose name or code holds the text, in whatever case. */
  static List<String> search(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.of(Locale.getISOCountries())
        .filter(
            code ->
                name(code).toLowerCase(Locale.ROOT).contains(wanted)
                    || code.toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }
}
