/** One command that starts it all, and those that speak with what it started. */
package dev.tidemark.station.up;
