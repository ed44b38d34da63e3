package dev.tidemark.station.stats;

/** What a period or a bucket adds up to; visitors are null where they are not known. */
record Tally(long views, Long visitors, long hits, long botHits) {}
