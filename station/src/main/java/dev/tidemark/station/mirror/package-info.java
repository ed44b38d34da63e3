/** Copies a topic of somebody else's cluster into one of our own, each record once. */
package dev.tidemark.station.mirror;
