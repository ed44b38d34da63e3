package dev.tidemark.event;

/** A record that could not be counted, as it came, with the reason. */
public record DeadLetter(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    Failure failure,
    String detail,
    byte[] payload) {}
