package dev.tidemark.enrich;

import java.io.Serializable;
import java.util.List;

/**
 * What enriching needs to know; travels with the job to every worker.
 *
 * @param geoDatabases files in MaxMind's format; their own metadata tells places from networks, and
 *     what no file covers comes from the embedded database
 * @param visitorSalt a secret: with it, visitors can be traced back to addresses
 * @param storeFullIp whether addresses are stored whole, not truncated
 * @param cacheEntries the bound of each of an enricher's own caches
 */
public record Enrichment(
    List<String> geoDatabases, byte[] visitorSalt, boolean storeFullIp, int cacheEntries)
    implements Serializable {

  /** Enough for the pages, addresses and user agents that a busy site sees in minutes. */
  public static final int CACHE_ENTRIES = 65_536;

  public Enrichment {
    geoDatabases = List.copyOf(geoDatabases);
    visitorSalt = visitorSalt.clone();
    if (visitorSalt.length == 0) {
      throw new IllegalArgumentException(
          "The visitor salt is empty: give at least one byte, better 16 random ones.");
    }
    if (cacheEntries < 1) {
      throw new IllegalArgumentException("A cache needs at least one entry, not " + cacheEntries);
    }
  }

  /** The embedded databases, truncated addresses, caches of the usual size. */
  public static Enrichment withSalt(byte[] visitorSalt) {
    return new Enrichment(List.of(), visitorSalt, false, CACHE_ENTRIES);
  }

  /**
   * Builds what all enrichers of a JVM share and takes seconds to build, before events wait for it.
   */
  public static void prepare() {
    Clients.prepare();
  }

  @Override
  public byte[] visitorSalt() {
    return visitorSalt.clone();
  }

  /** Leaves out the salt. */
  @Override
  public String toString() {
    return "Enrichment[geoDatabases="
        + geoDatabases
        + ", storeFullIp="
        + storeFullIp
        + ", cacheEntries="
        + cacheEntries
        + "]";
  }
}
