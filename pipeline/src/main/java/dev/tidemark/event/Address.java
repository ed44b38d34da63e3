package dev.tidemark.event;

/**
 * Where on a site an event happened.
 *
 * @param host lower-case, punycode made readable; empty when the event names no site
 * @param path with its leading slash; the empty path is {@code /}
 * @param query without its question mark; null when there is none
 */
public record Address(
    String host,
    String path,
    String query,
    String utmSource,
    String utmMedium,
    String utmCampaign,
    String utmTerm,
    String utmContent) {}
