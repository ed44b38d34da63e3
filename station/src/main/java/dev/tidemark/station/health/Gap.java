package dev.tidemark.station.health;

/** Offsets of a partition, {@code to} exclusive, of which the ledger knows nothing. */
public record Gap(String topic, int partition, long from, long to) {}
