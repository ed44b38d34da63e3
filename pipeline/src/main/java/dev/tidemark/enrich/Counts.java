package dev.tidemark.enrich;

/**
 * What an enricher has met so far.
 *
 * @param privateAddresses events whose address is private, local or reserved
 * @param invalidAddresses events whose address cannot be read
 * @param unknownAddresses events whose address no database knows
 * @param cacheHits look-ups that the enricher's own caches answered
 * @param cacheMisses look-ups that they did not answer
 */
public record Counts(
    long privateAddresses,
    long invalidAddresses,
    long unknownAddresses,
    long cacheHits,
    long cacheMisses) {

  public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  /** What was added since an earlier reading. */
  public Counts since(Counts before) {
    return new Counts(
        privateAddresses - before.privateAddresses,
        invalidAddresses - before.invalidAddresses,
        unknownAddresses - before.unknownAddresses,
        cacheHits - before.cacheHits,
        cacheMisses - before.cacheMisses);
  }
}
