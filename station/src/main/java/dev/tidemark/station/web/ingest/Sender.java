package dev.tidemark.station.web.ingest;

import java.net.InetAddress;
import java.time.Instant;

/**
 * Who sends an event, and when it arrived.
 *
 * @param trusted whether what it says about the address of its visitors is believed
 */
record Sender(InetAddress address, String userAgent, boolean trusted, Instant arrival) {}
