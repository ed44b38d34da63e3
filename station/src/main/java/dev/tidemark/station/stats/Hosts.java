package dev.tidemark.station.stats;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidemark.enrich.Addresses;

/** The hosts of URLs, as the enricher sees them; those of the pages at the top are remembered. */
final class Hosts {
  private static final int LONGEST_REMEMBERED = 1_024;
  private static final Cache<String, String> KNOWN =
      Caffeine.newBuilder().maximumSize(20_000).build();

  private Hosts() {}

  static String of(String url) {
    return url.length() > LONGEST_REMEMBERED
        ? Addresses.hostOf(url)
        : KNOWN.get(url, Addresses::hostOf);
  }
}
