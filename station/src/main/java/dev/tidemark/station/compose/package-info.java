/** The system as containers. */
package dev.tidemark.station.compose;
