package dev.tidemark.station.audit;

/**
 * An event that counts, with all that the tables say about it. What is unknown is null, except host
 * and referrer, which are then empty.
 *
 * @param referrerHost empty when there is none
 * @param product that the event or its URL names; empty when neither does
 */
record Hit(
    long micros,
    String type,
    String url,
    String host,
    String referrer,
    String sourceClass,
    String sourceName,
    String country,
    String region,
    String city,
    String browser,
    String system,
    String device,
    boolean bot,
    String visitor,
    String user,
    String userAgent,
    String referrerHost,
    String product,
    String store) {}
