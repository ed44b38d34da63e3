/** Whole installations to look at, on this machine alone. */
package dev.tidemark.station.demo;
