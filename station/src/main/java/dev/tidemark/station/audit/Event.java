package dev.tidemark.station.audit;

/**
 * What a record says. What it does not say is null, except the type, which is then a page view, and
 * the referrer, which is then empty.
 */
record Event(
    long micros,
    String id,
    String type,
    String user,
    String url,
    String host,
    String referrer,
    String userAgent,
    String ip,
    String product,
    String store) {}
