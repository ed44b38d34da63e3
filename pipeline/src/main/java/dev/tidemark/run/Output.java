package dev.tidemark.run;

/** What is written besides the ledger, late events and dead letters, which always are. */
enum Output {
  METRICS,
  EVENTS,
  TOPIC,
  LAKE,
  STAR,
  RAW
}
