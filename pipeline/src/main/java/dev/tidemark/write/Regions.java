package dev.tidemark.write;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** In which part of the world a country lies, and its name, read from {@code regions.txt}. */
final class Regions {
  private static final String UNKNOWN = "Unknown";

  /** Where a country lies. */
  record Region(String continent, String name) {
    static final Region UNKNOWN = new Region(Regions.UNKNOWN, Regions.UNKNOWN);
  }

  private static final Map<String, Region> OF_COUNTRIES = read();

  private Regions() {}

  static Region of(String countryCode) {
    return OF_COUNTRIES.getOrDefault(countryCode, Region.UNKNOWN);
  }

  /** A country's name in English; of an unknown one its code, if it has any. */
  static String nameOf(String countryCode) {
    if (countryCode.isEmpty()) {
      return UNKNOWN;
    }
    return OF_COUNTRIES.containsKey(countryCode)
        ? new Locale.Builder().setRegion(countryCode).build().getDisplayCountry(Locale.ENGLISH)
        : countryCode;
  }

  private static Map<String, Region> read() {
    Map<String, Region> regions = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Regions.class.getResourceAsStream("regions.txt"), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("; ", -1))
          .forEach(
              columns -> {
                for (String code : columns[2].split(" ", -1)) {
                  regions.put(code, new Region(columns[0], columns[1]));
                }
              });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return regions;
  }
}
