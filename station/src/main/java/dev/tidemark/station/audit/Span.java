package dev.tidemark.station.audit;

/** The offsets {@code [begin, end)} of a partition. */
record Span(long begin, long end) {
  long size() {
    return end - begin;
  }
}
