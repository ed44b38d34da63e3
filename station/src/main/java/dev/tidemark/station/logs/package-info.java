/** The logs that web servers have kept, as events of the past. */
package dev.tidemark.station.logs;
