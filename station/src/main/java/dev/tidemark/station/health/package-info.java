/** Whether the books balance, what is wrong with a stream, and what can be done about it. */
package dev.tidemark.station.health;
