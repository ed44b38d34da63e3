/** The page in the browser: its files, and the way that they are served. */
package dev.tidemark.station.dashboard;
