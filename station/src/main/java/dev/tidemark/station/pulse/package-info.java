/** The stream's pulse: what Kafka holds and what the ledger has of it, once a second. */
package dev.tidemark.station.pulse;
