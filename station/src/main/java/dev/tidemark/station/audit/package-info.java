/** The audit: what the tables should hold, worked out a second time, and where they differ. */
package dev.tidemark.station.audit;
