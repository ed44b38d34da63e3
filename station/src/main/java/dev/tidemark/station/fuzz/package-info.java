/** Mutated records, thrown at the parser and at the whole graph. */
package dev.tidemark.station.fuzz;
