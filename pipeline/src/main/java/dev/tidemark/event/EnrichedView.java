package dev.tidemark.event;

/**
 * An event with all that could be found out about it.
 *
 * @param visitorId the user's id, else a salted daily hash of address, user agent and site
 * @param storedIp the address as it may be stored: truncated unless the user asked for all of it
 */
public record EnrichedView(
    PageView view,
    Address address,
    Source source,
    Place place,
    Client client,
    String visitorId,
    String storedIp) {}
