/** Questions that are asked in SQL, by the page Explore. */
package dev.tidemark.station.explore;
