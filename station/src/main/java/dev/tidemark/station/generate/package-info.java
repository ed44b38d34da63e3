/** Realistic traffic that can be repeated: for a first look, for load and for tests. */
package dev.tidemark.station.generate;
