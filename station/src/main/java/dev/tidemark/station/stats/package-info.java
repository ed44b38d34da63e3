/** The figures as an API: any range, any filters, from the tables that the pipeline fills. */
package dev.tidemark.station.stats;
