/** What a monitoring system is told, under one scheme of names. */
package dev.tidemark.station.metrics;
