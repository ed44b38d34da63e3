/** Harm done on purpose to everything that runs, and the proof that the tables bear it. */
package dev.tidemark.station.chaos;
