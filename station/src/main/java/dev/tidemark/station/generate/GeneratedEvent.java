package dev.tidemark.station.generate;

import java.time.Instant;

/**
 * One record of the traffic.
 *
 * @param sentAt when it is sent; what it says of its own time may lie behind
 * @param key the visitor, so that events of one visitor stay in order
 * @param json the event, or what a broken sender makes of it
 */
@SuppressWarnings(
    "ArrayRecordComponent") // made a hundred thousand times a second, and never compared
public record GeneratedEvent(Instant sentAt, byte[] key, byte[] json) {}
